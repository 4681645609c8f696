//! Points in time as every record writes them: RFC 3339, UTC, milliseconds, `Z`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::tz::Offset;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Has millisecond precision. Callers hand it in; nothing here reads a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(jiff::Timestamp);

const YEAR_0: jiff::Timestamp = jiff::Timestamp::constant(-62_167_219_200, 0);

impl Moment {
    /// Cuts to whole milliseconds. A time before the year 0, which RFC 3339 cannot spell, becomes the start of that
    /// year.
    #[must_use]
    pub fn from_timestamp(timestamp: jiff::Timestamp) -> Self {
        let millis = timestamp.max(YEAR_0).as_millisecond();
        Self(jiff::Timestamp::from_millisecond(millis).unwrap_or(jiff::Timestamp::UNIX_EPOCH))
    }

    /// 0 if the clock went backwards.
    #[must_use]
    pub fn millis_since(self, earlier: Self) -> u64 {
        u64::try_from(self.0.as_millisecond() - earlier.0.as_millisecond()).unwrap_or(0)
    }

    /// `HH:MM UTC`, for the screen.
    #[must_use]
    pub fn clock(self) -> String {
        format!("{} UTC", self.to_string().get(11..16).unwrap_or_default())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.0)
    }
}

impl FromStr for Moment {
    type Err = String;

    /// Accepts only the form of `Display`, so that one moment has one spelling.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        as_written(text).map_or_else(|| with_care(text), Ok)
    }
}

/// Fast path; `None` does not mean that the text is invalid.
fn as_written(text: &str) -> Option<Moment> {
    let number = |at: usize, digits: usize| {
        let digits = text.as_bytes().get(at..at + digits)?;
        digits.iter().try_fold(0_i16, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + i16::from(digit - b'0'))
        })
    };
    let small = |at: usize| i8::try_from(number(at, 2)?).ok();
    let [_, _, _, _, b'-', _, _, b'-', _, _, b'T', _, _, b':', _, _, b':', _, _, b'.', _, _, _, b'Z'] =
        text.as_bytes()
    else {
        return None;
    };
    let nanoseconds = i32::from(number(20, 3)?) * 1_000_000;
    let time =
        DateTime::new(number(0, 4)?, small(5)?, small(8)?, small(11)?, small(14)?, small(17)?, nanoseconds);
    Some(Moment(Offset::UTC.to_timestamp(time.ok()?).ok()?))
}

fn with_care(text: &str) -> Result<Moment, String> {
    let wrong =
        || "expected an RFC 3339 time in UTC with milliseconds, as 2026-01-31T09:30:00.000Z".to_owned();
    let moment = text.parse::<jiff::Timestamp>().map(Moment::from_timestamp).map_err(|_| wrong())?;
    if moment.to_string() == text { Ok(moment) } else { Err(wrong()) }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// Matches only days that exist. Most readers of schemas take `format` for a remark, so the pattern repeats it.
const DATE: &str = "([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)\
    |02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)";

const TIME: &str = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}Z";

impl JsonSchema for Moment {
    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A point in time: RFC 3339, UTC, milliseconds.",
            "type": "string",
            "format": "date-time",
            "pattern": format!("^{DATE}T{TIME}$"),
            "minLength": 24,
            "maxLength": 24,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_schema_takes_the_days_and_times_that_there_are_and_no_other() {
        let schema = Moment::json_schema(&mut SchemaGenerator::default()).to_value();
        let mut schema = schema.as_object().unwrap().clone();
        // Most readers ignore it.
        schema.remove("format");
        let validator = jsonschema::draft202012::new(&schema.into()).unwrap();
        let agree = |text: String| {
            assert_eq!(validator.is_valid(&text.as_str().into()), text.parse::<Moment>().is_ok(), "{text}");
        };
        for year in [0, 4, 1900, 1970, 1996, 2000, 2023, 2024, 2100, 2400, 9998] {
            for (month, day) in (0..=13).flat_map(|month| (0..=32).map(move |day| (month, day))) {
                agree(format!("{year:04}-{month:02}-{day:02}T09:30:00.000Z"));
            }
        }
        for (hour, minute, second) in
            [(0, 0, 0), (23, 59, 59), (24, 0, 0), (9, 60, 0), (9, 30, 60), (19, 5, 9)]
        {
            agree(format!("2026-01-31T{hour:02}:{minute:02}:{second:02}.999Z"));
        }
    }

    #[test]
    fn a_moment_is_written_in_utc_with_milliseconds() {
        let moment = Moment::from_timestamp("2026-01-31T10:30:00.1239+01:00".parse().unwrap());
        assert_eq!(moment.to_string(), "2026-01-31T09:30:00.123Z");
        assert_eq!(moment.clock(), "09:30 UTC");
    }

    #[test]
    fn a_moment_has_exactly_one_spelling() {
        assert!("2026-01-31T09:30:00.000Z".parse::<Moment>().is_ok());
        for other in
            ["2026-01-31T09:30:00Z", "2026-01-31T10:30:00.000+01:00", "2026-01-31 09:30:00.000Z", "now"]
        {
            assert!(other.parse::<Moment>().is_err(), "{other}");
        }
    }

    #[test]
    fn every_time_a_clock_can_show_has_a_spelling_that_is_read_back() {
        for time in [
            "-009999-01-02T01:59:59Z",
            "-000001-12-31T23:59:59.9995Z",
            "1969-12-31T23:59:59.9995Z",
            "9999-12-30T22:00:00Z",
        ] {
            let moment = Moment::from_timestamp(time.parse().unwrap());
            assert_eq!(moment.to_string().len(), "2026-01-31T09:30:00.000Z".len());
            assert_eq!(moment.to_string().parse(), Ok(moment));
        }
        assert_eq!(Moment::from_timestamp(jiff::Timestamp::MIN).to_string(), "0000-01-01T00:00:00.000Z");
    }

    proptest! {
        #[test]
        fn what_is_read_at_once_is_read_the_same_with_care(
            text in "([0-9]{4}|0000|9999)-([01][0-9])-([0-3][0-9])T([0-2][0-9]):([0-6][0-9]):([0-6][0-9])\\.[0-9]{3}[Zz]|.{24}",
            millis in -62_167_219_200_000_i64..253_402_207_200_000,
        ) {
            prop_assert_eq!(text.parse::<Moment>(), with_care(&text), "{}", text);
            let moment = Moment::from_timestamp(jiff::Timestamp::from_millisecond(millis).unwrap());
            prop_assert_eq!(as_written(&moment.to_string()), Some(moment));
        }
    }

    #[test]
    fn a_clock_that_went_backwards_gives_no_time_spent() {
        let early: Moment = "2026-01-31T09:30:00.000Z".parse().unwrap();
        let late: Moment = "2026-01-31T09:30:01.500Z".parse().unwrap();
        assert_eq!((late.millis_since(early), early.millis_since(late)), (1500, 0));
    }
}
