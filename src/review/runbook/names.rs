//! Names of the fields that a handoff may carry, found fast in a document that keeps some order.

use std::ops::Range;

use super::Definition;
use crate::review::secret::Name;

pub const DECISION: &str = "decision";

/// Names that the runbook knows, each with an index.
///
/// A document lists its fields in the runbook's order or in alphabetical order, so a lookup first tries the name
/// after the last one that was found.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// In the order in which a judge asks for them.
    ordered: Vec<Name>,
    sorted: Vec<usize>,
    /// The position in `sorted` of each index.
    ranks: Vec<usize>,
    /// Indexes of the confirmations. The index of the decision comes next, then those of the flags.
    confirmations: Range<usize>,
    /// Accepted literals by index, without those that look like a credential.
    harmless: Vec<Vec<String>>,
}

impl Names {
    pub(super) fn new(runbook: &Definition) -> Self {
        let handoff = &runbook.owner_handoff;
        let upstream = handoff.upstream.iter().map(|upstream| upstream.field.as_str());
        let own = handoff.named().map(|named| named.field);
        let declared = handoff.declared.iter().map(|declared| declared.field.as_str());
        let target = runbook.target.iter().map(|target| target.field.as_str());
        let references = runbook.references.iter().map(|reference| reference.field.as_str());
        let confirmations = runbook.confirmations.iter().map(|confirmation| &confirmation.field);
        let flags = runbook.effects.iter().flat_map(|effect| &effect.flags);
        let name = |field: &str| Name::new(field.to_owned());
        let reference = |field: &str| Name::of_reference(field.to_owned());
        let mut ordered: Vec<Name> = upstream.map(name).collect();
        ordered.extend(own.map(reference));
        ordered.extend(declared.chain(target).map(name));
        ordered.extend(references.map(reference));
        let first = ordered.len();
        ordered.extend(confirmations.cloned().map(Name::new));
        let confirmations = first..ordered.len();
        ordered.extend([DECISION.to_owned()].into_iter().chain(flags.cloned()).map(Name::new));
        let mut sorted: Vec<usize> = (0..ordered.len()).collect();
        sorted.sort_by_key(|place| ordered.get(*place).map(Name::as_str));
        let mut ranks: Vec<usize> = (0..ordered.len()).collect();
        ranks.sort_by_key(|place| sorted.get(*place));
        let mut harmless = vec![Vec::new(); ordered.len()];
        let lists = handoff.upstream.iter().map(|upstream| (&upstream.field, &upstream.accepts));
        let lists = lists.chain(handoff.declared.iter().map(|declared| (&declared.field, &declared.accepts)));
        let lists = lists.chain(runbook.target.iter().map(|target| (&target.field, &target.accepts)));
        for (field, accepts) in lists {
            let mut all = ordered.iter().zip(&mut harmless);
            if let Some((name, list)) = all.find(|(name, _)| name.as_str() == field) {
                *list = accepts.iter().filter(|text| name.secret_in(text).is_none()).cloned().collect();
            }
        }
        Self { ordered, sorted, ranks, confirmations, harmless }
    }

    #[must_use]
    pub fn count(&self) -> usize {
        self.ordered.len()
    }

    #[must_use]
    pub fn name(&self, place: usize) -> &str {
        self.ordered.get(place).map_or("", Name::as_str)
    }

    pub fn confirmations(&self) -> impl Iterator<Item = usize> {
        self.confirmations.clone()
    }

    pub fn flags(&self) -> impl Iterator<Item = usize> {
        self.confirmations.end + 1..self.count()
    }

    pub fn sorted(&self) -> impl Iterator<Item = (usize, &Name)> {
        self.sorted.iter().filter_map(|place| Some((*place, self.ordered.get(*place)?)))
    }

    /// True if the runbook accepts the literal here; it was checked for secrets when the runbook was read.
    #[must_use]
    pub fn is_harmless(&self, place: usize, text: &str) -> bool {
        self.harmless.get(place).is_some_and(|list| list.iter().any(|harmless| harmless == text))
    }

    /// Tries the name after `last`, in either order, and `last` itself before all others.
    #[must_use]
    pub fn find(&self, name: &str, last: Option<usize>) -> Option<usize> {
        let is = |place: &usize| self.ordered.get(*place).is_some_and(|known| known.as_str() == name);
        let next = last.map_or(0, |last| last + 1);
        if is(&next) {
            return Some(next);
        }
        if let Some(last) = last.filter(is) {
            return Some(last);
        }
        let rank = last.and_then(|last| self.ranks.get(last)).map_or(0, |rank| rank + 1);
        if let Some(place) = self.sorted.get(rank).filter(|place| is(place)) {
            return Some(*place);
        }
        let found = self.sorted.binary_search_by(|place| self.name(*place).cmp(name)).ok()?;
        self.sorted.get(found).copied()
    }
}

#[cfg(test)]
mod tests {
    use crate::review::testing::runbook;

    #[test]
    fn a_name_is_found_whatever_was_found_before_it() {
        let runbook = runbook();
        let names = runbook.names();
        assert_eq!(names.count(), 59);
        let lasts = || (0..names.count()).map(Some).chain([None]);
        for place in 0..names.count() {
            assert!(lasts().all(|last| names.find(names.name(place), last) == Some(place)));
        }
        for unknown in ["", "a", "decisio", "decisions", "zzz"] {
            assert!(lasts().all(|last| names.find(unknown, last).is_none()), "{unknown}");
        }
    }

    #[test]
    fn only_accepted_literals_in_their_own_fields_are_known_to_be_harmless() {
        let runbook = runbook();
        let names = runbook.names();
        let [adapter, environment] =
            ["targetAdapter", "targetEnvironment"].map(|name| names.find(name, None).unwrap());
        assert!(
            names.is_harmless(adapter, "sqlite-local-dev") && names.is_harmless(environment, "local-dev")
        );
        assert!(
            !names.is_harmless(environment, "sqlite-local-dev") && !names.is_harmless(adapter, "production")
        );
    }

    #[test]
    fn confirmations_and_flags_stand_at_their_places() {
        let runbook = runbook();
        let names = runbook.names();
        let confirmations: Vec<&str> = names.confirmations().map(|place| names.name(place)).collect();
        let flags: Vec<&str> = names.flags().map(|place| names.name(place)).collect();
        assert!(
            confirmations.iter().eq(runbook.confirmations.iter().map(|confirmation| &confirmation.field))
        );
        assert!(flags.iter().eq(runbook.effects.iter().flat_map(|effect| &effect.flags)));
    }

    #[test]
    fn the_alphabet_has_every_place_once() {
        let runbook = runbook();
        let names = runbook.names();
        let sorted: Vec<&str> = names.sorted().map(|(_, name)| name.as_str()).collect();
        assert!(sorted.is_sorted_by(|one, next| one < next));
        assert_eq!(sorted.len(), names.count());
    }
}
