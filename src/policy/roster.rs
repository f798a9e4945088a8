//! Who may sign for what, and when: the one place that decides identity and entitlement.

use jiff::civil::Date;

use crate::named::Places;

/// Somebody the policy knows.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The e-mail address, or whatever else plans call them by.
    pub id: String,
    /// How they are called in a sentence.
    pub name: Option<String>,
    /// The stages they may sign for.
    pub stages: Vec<String>,
    /// The first day they may.
    pub from: Option<Date>,
    /// The last day they may.
    pub until: Option<Date>,
    /// Whether they may waive, accept risks and call things not needed.
    pub waives: bool,
}

/// Somebody stands in for somebody else; both days are included.
#[derive(Clone, Debug)]
pub struct Delegation {
    /// Who is away.
    pub from: String,
    /// Who stands in.
    pub to: String,
    /// The first day.
    pub start: Date,
    /// The last day.
    pub until: Date,
}

/// The people of a policy.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// Everybody on it.
    pub people: Vec<Person>,
    /// Who stands in for whom. A stand-in cannot be passed on: only one step is followed.
    pub delegations: Vec<Delegation>,
    /// Where each of them stands among all.
    places: Places,
}

/// What somebody would have to be entitled to.
#[derive(Clone, Copy, Debug)]
pub enum Right<'a> {
    /// To sign, or accept, for a stage.
    Sign(&'a str),
    /// To waive, accept risks and call things not needed.
    Waive,
    /// To speak for a launch that one runs: whoever is on the roster may.
    Run,
}

/// Whether two names are the same person: letter case does not count, nor what stands round a name or an address
/// without being of it: white space, quotes, a comma behind it, `mailto:`, and for an address a name before it in
/// angle brackets or a remark in round ones behind it.
pub fn same_person(a: &str, b: &str) -> bool {
    let (a, b) = (bare(a), bare(b));
    // Of those who are compared, nearly all differ in their first letter.
    if let ([first, ..], [other, ..]) = (a.as_bytes(), b.as_bytes())
        && first.is_ascii()
        && other.is_ascii()
        && !first.eq_ignore_ascii_case(other)
    {
        return false;
    }
    if a.is_ascii() && b.is_ascii() {
        return a.eq_ignore_ascii_case(b);
    }
    let mut folded = b.chars().flat_map(char::to_lowercase);
    a.chars().flat_map(char::to_lowercase).all(|c| folded.next() == Some(c)) && folded.next().is_none()
}

/// A name without what is round it. Names are compared some hundred times for each plan, and hardly any has
/// anything round it.
fn bare(name: &str) -> &str {
    match name.as_bytes() {
        [b'm' | b'M', ..] if is_link(name) => address(name),
        [first, .., last] if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() => name,
        _ => address(name),
    }
}

/// What a link to somebody's mailbox begins with.
const MAILTO: &str = "mailto:";

fn is_link(name: &str) -> bool {
    name.get(..MAILTO.len()).is_some_and(|start| start.eq_ignore_ascii_case(MAILTO))
}

/// The address in `"Fay Lund" <mailto:fay@acme.example> (CFO),`.
fn address(name: &str) -> &str {
    let name = trimmed(name);
    let noted = name.strip_suffix(')').and_then(|name| Some(name.rsplit_once('(')?.0));
    let name = noted.filter(|name| name.contains('@')).map_or(name, trimmed);
    let inside = name.strip_suffix('>').and_then(|name| Some(name.rsplit_once('<')?.1));
    let name = inside.filter(|inside| inside.contains('@')).map_or(name, trimmed);
    if is_link(name) { trimmed(name.get(MAILTO.len()..).unwrap_or_default()) } else { name }
}

/// A name without the blanks and the quotes round it, and the marks behind it.
fn trimmed(name: &str) -> &str {
    let is_quote = |c: char| c.is_whitespace() || "\"'`“”„‘’‚«»‹›".contains(c);
    name.trim_start_matches(is_quote).trim_end_matches(|c| is_quote(c) || ",;".contains(c))
}

impl Roster {
    /// The roster of these people, of whom nobody stands in for another yet.
    pub fn of(people: Vec<Person>) -> Roster {
        Roster { people, ..Roster::default() }
    }

    /// The person of this name, of whom there is one: most are written as they are on it, which is quickly told.
    pub fn person(&self, id: &str) -> Option<&Person> {
        match self.places.of(id, self.people.iter().map(|person| person.id.as_str())) {
            Some(place) => self.people.get(place),
            None => self.people.iter().find(|person| same_person(&person.id, id)),
        }
    }

    /// The person whom it gives this name.
    pub fn named(&self, name: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.name.as_deref().is_some_and(|known| same_person(known, name)))
    }

    /// Whether somebody is on it, or stands in for somebody.
    pub fn knows(&self, id: &str) -> bool {
        self.person(id).is_some() || self.delegations.iter().any(|delegation| same_person(&delegation.to, id))
    }

    /// Why somebody does not have a right on a day, or where no day is said, on any; none when they have it.
    pub fn objection(&self, id: &str, right: Right<'_>, on: impl Into<Option<Date>>) -> Option<String> {
        match on.into() {
            Some(day) => self.objection_on(id, right, day),
            None => self.objection_ever(id, right),
        }
    }

    fn objection_on(&self, id: &str, right: Right<'_>, on: Date) -> Option<String> {
        let own = self.own_objection(id, right, on)?;
        let mut for_right = self.delegations.iter().filter(|delegation| {
            same_person(&delegation.to, id) && self.own_objection(&delegation.from, right, on).is_none()
        });
        let absence = self.person(id).and_then(|person| person.absence(on));
        if for_right.clone().any(|delegation| (delegation.start..=delegation.until).contains(&on)) {
            return absence;
        }
        Some(match for_right.next() {
            Some(Delegation { from, start, until, .. }) => {
                format!("stands in for {from} only from {start} to {until}")
            }
            None => own,
        })
    }

    /// None when there is a day on which they have it. Whoever has it at all has it on the first of their days.
    fn objection_ever(&self, id: &str, right: Right<'_>) -> Option<String> {
        let first = |id: &str| self.person(id).and_then(|person| person.from);
        let theirs = self.delegations.iter().filter(|delegation| same_person(&delegation.to, id));
        let stood_in = theirs.flat_map(|delegation| [Some(delegation.start), first(&delegation.from)]);
        let days = [Some(Date::MIN), first(id)].into_iter().chain(stood_in).flatten();
        let objections: Option<Vec<String>> = days.map(|day| self.objection_on(id, right, day)).collect();
        objections?.into_iter().next()
    }

    fn own_objection(&self, id: &str, right: Right<'_>, on: Date) -> Option<String> {
        match self.person(id) {
            Some(person) => person.objection(right, on),
            None => Some("is not on the policy's roster".to_owned()),
        }
    }

    /// Those who stand in for somebody on a day.
    pub fn stand_ins<'r>(&'r self, id: &'r str, on: Date) -> impl Iterator<Item = &'r str> {
        let theirs = self.delegations.iter().filter(move |delegation| {
            same_person(&delegation.from, id)
                && (delegation.start..=delegation.until).contains(&on)
                && self.person(&delegation.to).is_none_or(|person| person.absence(on).is_none())
        });
        theirs.map(|delegation| delegation.to.as_str())
    }

    /// Those who have a right on a day, but for some.
    pub fn entitled_but(&self, right: Right<'_>, on: Date, some: &[&str]) -> Vec<&str> {
        let mut left = self.entitled(right, on);
        left.retain(|id| !some.iter().any(|other| same_person(other, id)));
        left
    }

    /// Those who have a right on a day, for a message.
    pub fn entitled(&self, right: Right<'_>, on: Date) -> Vec<&str> {
        let stands_in = |id: &str| self.delegations.iter().any(|delegation| same_person(&delegation.to, id));
        let may = |person: &&Person| {
            person.objection(right, on).is_none()
                || (stands_in(&person.id) && self.objection(&person.id, right, on).is_none())
        };
        self.people.iter().filter(may).map(|person| person.id.as_str()).collect()
    }
}

impl Person {
    /// Why they do not have a right on a day of their own; none when they have it.
    fn objection(&self, right: Right<'_>, on: Date) -> Option<String> {
        if let Right::Sign(stage) = right
            && !self.stages.iter().any(|known| known == stage)
        {
            return Some(match self.stages.as_slice() {
                [] => "may sign for no stage".to_owned(),
                stages => format!("may sign for {} only", crate::text::few(stages, "and")),
            });
        }
        if matches!(right, Right::Waive) && !self.waives {
            return Some("may not waive".to_owned());
        }
        self.absence(on)
    }

    /// Why a day is none of theirs.
    fn absence(&self, on: Date) -> Option<String> {
        match (self.from, self.until) {
            (Some(from), _) if on < from => Some(format!("is on the roster only from {from}")),
            (_, Some(until)) if on > until => Some(format!("was on the roster only until {until}")),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Delegation, Person, Right, Roster, address, same_person};
    use jiff::civil::date;
    use proptest::prelude::*;

    fn roster() -> Roster {
        let person = |id: &str, stages: &[&str]| Person {
            id: id.to_owned(),
            stages: stages.iter().map(|stage| (*stage).to_owned()).collect(),
            ..Person::default()
        };
        let away = |from: &str, to: &str| Delegation {
            from: from.to_owned(),
            to: to.to_owned(),
            start: date(2026, 5, 1),
            until: date(2026, 5, 31),
        };
        Roster {
            people: vec![
                person("fay", &["finance"]),
                person("felix", &[]),
                person("gus", &[]),
                Person { until: Some(date(2026, 4, 30)), ..person("omar", &["operations"]) },
            ],
            delegations: vec![away("fay", "felix"), away("felix", "gus")],
            ..Roster::default()
        }
    }

    #[test]
    fn a_right_is_for_a_stage_and_for_a_time() {
        let roster = roster();
        let may = |id, stage, day| roster.objection(id, Right::Sign(stage), day).is_none();
        assert!(may("fay", "finance", date(2026, 5, 1)) && !may("fay", "operations", date(2026, 5, 1)));
        assert!(may("omar", "operations", date(2026, 4, 30)) && !may("omar", "operations", date(2026, 5, 1)));
        assert!(!may("eve", "finance", date(2026, 5, 1)));
    }

    #[test]
    fn a_stand_in_signs_on_the_days_of_the_delegation_and_passes_nothing_on() {
        let roster = roster();
        let may = |id, day| roster.objection(id, Right::Sign("finance"), day).is_none();
        assert!(may("felix", date(2026, 5, 31)));
        assert!(!may("felix", date(2026, 6, 1)) && !may("gus", date(2026, 5, 15)));
        let stand_ins = |day| roster.stand_ins("Fay", day).collect::<Vec<_>>();
        assert_eq!((stand_ins(date(2026, 5, 31)), stand_ins(date(2026, 6, 1))), (vec!["felix"], vec![]));
    }

    #[test]
    fn without_a_day_only_somebody_who_may_on_none_may_not() {
        let roster = roster();
        let never = |id: &str, stage| roster.objection(id, Right::Sign(stage), None);
        assert_eq!(never("eve", "finance").as_deref(), Some("is not on the policy's roster"));
        assert_eq!(never("fay", "operations").as_deref(), Some("may sign for finance only"));
        assert_eq!(never("gus", "finance").as_deref(), Some("may sign for no stage"));
        for id in ["fay", "Felix"] {
            assert_eq!(never(id, "finance"), None, "{id}");
        }
        assert_eq!(never("omar", "operations"), None, "there were days on which omar could");
        let later = |from: i16, until: i16| Roster {
            people: vec![Person {
                from: Some(date(from, 1, 1)),
                until: Some(date(until, 1, 1)),
                ..roster.people[0].clone()
            }],
            delegations: roster.delegations.clone(),
            ..Roster::default()
        };
        for (from, until, fay, felix) in
            [(2027, 2028, true, false), (2026, 2028, true, true), (2028, 2027, false, false)]
        {
            let may = |id| later(from, until).objection(id, Right::Sign("finance"), None).is_none();
            assert_eq!((may("fay"), may("felix")), (fay, felix), "{from} to {until}");
        }
    }

    #[test]
    fn identity_ignores_case_and_a_name_before_an_address() {
        assert!(same_person("Fay@Acme.example ", "fay@acme.EXAMPLE"));
        assert!(!same_person("fay@acme.example", "fay@acme.exampl"));
        assert!(!same_person("fay", "fayx"));
        for written in ["Fay <fay@acme.example>", "\"Lund, Fay\" <FAY@acme.example> ", "<fay@acme.example>"] {
            assert!(same_person(written, "fay@acme.example") && same_person("fay@acme.example", written));
        }
        for written in [
            "mailto:fay@acme.example",
            "MAILTO:Fay@acme.example",
            "Fay Lund <mailto:fay@acme.example>",
            "Fay Lund <fay@acme.example> (CFO)",
            "fay@acme.example (Fay Lund)",
            "\"fay@acme.example\"",
            "'fay@acme.example'",
            "“fay@acme.example”",
            "fay@acme.example,",
            " 'Fay Lund' <fay@acme.example>; ",
            "\"Lund, Fay\" <\"fay@acme.example\">, ",
        ] {
            assert!(same_person(written, "fay@acme.example"), "{written}");
            assert!(same_person("Fay@acme.example", written), "{written}");
        }
        assert!(same_person("'Fay'", "fay") && !same_person("Fay (finance)", "Fay (sales)"));
        assert!(!same_person("mailto:fay@acme.example", "mailto:omar@acme.example"));
        assert!(!same_person("mailto", "") && !same_person("mailto:m", "mailto:n"));
        assert!(!same_person("Fay <fay@acme.example>", "Fay <fay@other.example>"));
        assert!(!same_person("Fay <finance>", "Omar <finance>") && !same_person("Fay <>", "Omar <>"));
    }

    proptest! {
        #[test]
        fn the_short_ways_to_tell_people_apart_change_nothing(
            a in "[ \t\"“]?(b? ?<@?|mailto:|Mai)?[a-cA-CkKiIſß\u{130}\u{212a}é@]{0,3}[ \u{a0}>\",]?( ?\\(a?\\))?",
            b in "[ \t\"“]?(b? ?<@?|mailto:|Mai)?[a-cA-CkKiIſß\u{130}\u{212a}é@]{0,3}[ \u{a0}>\",]?( ?\\(a?\\))?",
        ) {
            let folded =
                |text: &str| address(text).chars().flat_map(char::to_lowercase).collect::<String>();
            prop_assert_eq!(same_person(&a, &b), folded(&a) == folded(&b));
            prop_assert!(same_person(&a, &a));
        }
    }
}
