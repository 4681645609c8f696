//! The reviewer's words on what was skipped, compared with the record: a bare “nothing” must be true.

use std::collections::BTreeSet;

use super::{Evidence, Review};
use crate::review::action::Refusal;
use crate::review::checklist::ItemIndex;
use crate::review::text::{cut, visible};

const NAMED: usize = 3;

const LIST_CHARS_MAX: usize = 1_000;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Items without an answer or a concern, in checklist order.
    pub items: Vec<String>,
    /// Cover `items`: a step by its title if all of its items are among them.
    parts: Vec<String>,
    pub files: Vec<String>,
}

impl Skipped {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.files.is_empty()
    }

    #[must_use]
    pub fn words(&self) -> Option<String> {
        let items = part(&self.items, "item has no answer", "items have no answer", &self.parts);
        let (file, files) = ("evidence file was not opened", "evidence files were not opened");
        let files = part(&self.files, file, files, &self.files);
        let parts: Vec<String> = [items, files].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

fn part(all: &[String], one: &str, many: &str, names: &[String]) -> Option<String> {
    let words = if all.len() == 1 { one } else { many };
    let list = cut(&visible(&names.join(", ")), LIST_CHARS_MAX);
    (!all.is_empty()).then(|| format!("{} {words}: {list}", all.len()))
}

impl Review {
    #[must_use]
    pub fn skipped(&self) -> Skipped {
        let skipped: BTreeSet<ItemIndex> =
            self.open_items().filter(|index| !self.has_open_concern(*index)).collect();
        let id = |index: &ItemIndex| self.item(*index).map(|item| item.id.clone());
        let (mut parts, mut named) = (Vec::new(), BTreeSet::new());
        for step in self.checklist.steps().iter().filter(|step| !step.items.is_empty()) {
            let left: Vec<ItemIndex> =
                step.items.iter().copied().filter(|index| skipped.contains(index)).collect();
            // An item of two steps counts with the first, so that the parts add up to the whole.
            let new = || left.iter().filter(|index| !named.contains(*index));
            match new().count() {
                0 => {}
                count if left.len() == step.items.len() => parts.push(format!("{} ({count})", step.title)),
                _ => parts.extend(new().filter_map(id)),
            }
            named.extend(left);
        }
        let unopened = |(field, known): (&String, &Evidence)| match known {
            Evidence::Unread | Evidence::Moved(_) => Some(field.clone()),
            Evidence::Read(_) => None,
        };
        let files = self.evidence.iter().filter_map(unopened).collect();
        Skipped { items: skipped.iter().filter_map(id).collect(), parts, files }
    }

    /// Fails if [`Review::may_say`] does, or for a bare “nothing” that the record contradicts.
    pub fn may_call_skipped(&self, text: &str) -> Result<(), Refusal> {
        self.may_say(text)?;
        let Skipped { items, files, .. } = self.skipped();
        if !is_nothing(text) || items.is_empty() && files.is_empty() {
            return Ok(());
        }
        let first = items.iter().chain(&files).take(NAMED).cloned().collect();
        Err(Refusal::NotNothing { items: items.len(), files: files.len(), first })
    }
}

/// Words for “nothing” in the languages of many reviewers.
const NOTHINGS: &str = "nothing none no nil nix nope null zero 0 na n a nichts keine keines keins nein rien aucun aucune néant \
    nada ninguno ninguna nenhum nenhuma niente nulla nessuno nessuna niets geen ingenting inget ingen intet ei mitään nic nie \
    žádné żadne nimic semmi ничего нет нічого немає τίποτα không yok hiç hiçbiri 无 無 没有 沒有 なし ない 特になし 없음 없다";

/// Words that add nothing to a bare “nothing”.
const BESIDE: &str = "i at all was were is are been has have skipped omitted missed left out else item items file files question \
    questions to report";

fn is_nothing(text: &str) -> bool {
    let lower = text.to_lowercase();
    let among = |list: &str, word: &str| list.split_whitespace().any(|known| known == word);
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    if words.peek().is_none() {
        return true;
    }
    let mut said = false;
    words.all(|word| {
        let nothing = among(NOTHINGS, word);
        said |= nothing;
        nothing || among(BESIDE, word)
    }) && said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::action::{Action, Event, Outside};
    use crate::review::fingerprint::Digest;
    use crate::review::runbook::Kind;
    use crate::review::testing::{BACKUP, CONTINUE, PREPARE, STATUS, act, concern, review, walked};

    fn closing(review: &Review, decision: &str, not_looked_at: &str) -> Action {
        Action::Close {
            decision: decision.to_owned(),
            not_looked_at: not_looked_at.to_owned(),
            typed: review.closing_echo(),
        }
    }

    const BARE: [&str; 16] = [
        "nothing",
        "Nothing.",
        " NOTHING ",
        "“nothing”",
        "none",
        "no",
        "n/a",
        "N.A.",
        "-",
        "—",
        "./.",
        "0",
        "nothing was skipped",
        "nothing at all!",
        "Nichts",
        "なし",
    ];

    #[test]
    fn a_bare_nothing_is_refused_while_items_have_no_answer_and_names_the_first() {
        let review = review();
        for bare in BARE {
            let first = ["ownerHandoffStatus", "ownerHandoffReference", "ownerHandoffFingerprint"];
            let first = first.map(str::to_owned).to_vec();
            let items = review.checklist().items().len();
            let refused = Refusal::NotNothing { items, files: 0, first };
            assert_eq!(review.decide(closing(&review, CONTINUE, bare)), Err(refused), "{bare}");
        }
        for said in
            ["nothing was read", "none of the files", "all phases", "the phases", "not the logs", "no time"]
        {
            assert!(review.decide(closing(&review, CONTINUE, said)).is_ok(), "{said}");
        }
    }

    #[test]
    fn a_bare_nothing_is_taken_where_the_record_agrees() {
        let mut review = walked();
        assert!(review.skipped().is_empty());
        for bare in BARE {
            assert!(review.decide(closing(&review, PREPARE, bare)).is_ok(), "{bare}");
        }
        act(&mut review, concern(STATUS)).unwrap();
        assert!(
            review.decide(closing(&review, CONTINUE, "nothing")).is_ok(),
            "a concern is no gap of looking"
        );
    }

    #[test]
    fn a_bare_nothing_is_refused_while_a_file_was_not_opened() {
        let mut review = walked();
        let listed = Outside::EvidenceListed { items: vec![BACKUP.to_owned()], near: Vec::new() };
        act(&mut review, Action::TakeIn(listed)).unwrap();
        let refused = Err(Refusal::NotNothing { items: 0, files: 1, first: vec![BACKUP.to_owned()] });
        assert_eq!(review.may_call_skipped("nothing"), refused);
        assert_eq!(review.skipped().words().unwrap(), "1 evidence file was not opened: backupReference");
        let read = Action::OpenEvidence {
            item: BACKUP.to_owned(),
            digest: Digest::compute(b"log"),
            bytes: 3,
            shown: true,
        };
        act(&mut review, read).unwrap();
        assert_eq!(review.may_call_skipped("nothing"), Ok(()));
    }

    #[test]
    fn a_recorded_nothing_is_replayed_by_the_rules_of_its_day() {
        let review = review();
        let more = review.runbook().first_decision(Kind::More).unwrap().value.clone();
        let status = review.outcome(&more).status;
        let closed = Event::Closed { decision: more, status, not_looked_at: "nothing".to_owned() };
        assert!(review.admits(&closed));
    }

    #[test]
    fn the_parts_add_up_to_the_whole_although_phases_share_items() {
        let mut review = review();
        let all = review.checklist().items().len();
        for left in [all, all - 1] {
            let words = review.skipped().words().unwrap();
            let list = words.strip_prefix(&format!("{left} items have no answer: ")).unwrap();
            let count = |part: &str| {
                let number = part.rsplit_once(" (").and_then(|(_, number)| number.strip_suffix(')'));
                number.map_or(1, |number| number.parse::<usize>().unwrap())
            };
            assert_eq!(list.split(", ").map(count).sum::<usize>(), left, "{words}");
            let _ = act(&mut review, Action::Confirm { item: STATUS.to_owned() });
        }
    }

    #[test]
    fn what_was_skipped_is_named_by_whole_steps_and_single_items() {
        let mut review = review();
        let words = review.skipped().words().unwrap();
        let all = review.checklist().items().len();
        assert!(words.starts_with(&format!("{all} items have no answer: Owner handoff (5), ")), "{words}");
        act(&mut review, Action::Confirm { item: STATUS.to_owned() }).unwrap();
        let words = review.skipped().words().unwrap();
        let left = all - 1;
        assert!(
            words.starts_with(&format!("{left} items have no answer: ownerHandoffReference, ")),
            "{words}"
        );
        assert!(review.may_call_skipped(&words).is_ok());
        assert!(!words.contains(STATUS) && words.contains("Stop rules (3)"), "{words}");
    }
}
