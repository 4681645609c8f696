//! Code fences of a Markdown text, line by line.

/// Lines at which fences open and close, in turn.
#[derive(Clone, Default)]
pub(super) struct Fences {
    borders: Vec<u32>,
    open: Option<Fence>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fenced {
    Outside,
    Border,
    Inside,
}

#[derive(Clone, Copy)]
struct Fence {
    sign: u8,
    length: usize,
}

impl Fences {
    pub(super) fn line(&mut self, number: u32, line: &str) {
        let border = Fence::at_start(line);
        let changes = match (self.open, border) {
            // CommonMark 4.5: the same sign closes a fence, at least as often, with nothing after it.
            (Some(open), Some((fence, after))) => {
                fence.sign == open.sign && fence.length >= open.length && after.trim().is_empty()
            }
            // CommonMark 4.5: a backtick later in the line makes it inline code.
            (None, Some((fence, after))) => fence.sign == b'~' || !after.contains('`'),
            (_, None) => false,
        };
        if changes {
            self.open = if self.open.is_some() { None } else { border.map(|(fence, _)| fence) };
            self.borders.push(number);
        }
    }

    pub(super) fn around(&self, number: u32) -> Fenced {
        let before = self.borders.partition_point(|border| *border < number);
        if self.borders.get(before) == Some(&number) {
            Fenced::Border
        } else if before % 2 == 1 {
            Fenced::Inside
        } else {
            Fenced::Outside
        }
    }
}

impl Fence {
    /// At least three backticks or tildes, at any indentation, and the text after them.
    fn at_start(line: &str) -> Option<(Self, &str)> {
        let line = line.trim_start_matches([' ', '\t']);
        let sign = *line.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
        let after = line.trim_start_matches(char::from(sign));
        let length = line.len() - after.len();
        (length >= 3).then_some((Self { sign, length }, after))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(lines: &str) -> String {
        let mut fences = Fences::default();
        for (number, line) in (0..).zip(lines.split('|')) {
            fences.line(number, line);
        }
        let sign = |number| match fences.around(number) {
            Fenced::Outside => '.',
            Fenced::Border => '=',
            Fenced::Inside => '#',
        };
        (0..).zip(lines.split('|')).map(|(number, _)| sign(number)).collect()
    }

    #[test]
    fn a_fence_is_closed_by_its_own_sign_in_its_own_length() {
        assert_eq!(drawn("a|```sh|b|~~~|``|````|c"), ".=###=.");
        assert_eq!(drawn("~~~ `x`|```|~~~|c"), "=#=.");
        assert_eq!(drawn("````|```|```` x|````|c"), "=##=.");
    }

    #[test]
    fn inline_code_opens_no_fence_and_a_list_may_hold_one() {
        assert_eq!(drawn("```a```|b"), "..");
        assert_eq!(drawn("- a|  ```|  b|  ```|c"), ".=#=.");
    }

    #[test]
    fn a_fence_without_end_lasts_to_the_end() {
        assert_eq!(drawn("```|a||b"), "=###");
    }
}
