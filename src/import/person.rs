//! Who a cell names: one person, or nobody that a plan could hold to it.

use crate::placeholder::is_nobody;
use crate::policy::roster::{Roster, same_person};
use crate::read::is_name;

/// The person that a cell names, as plans do: by e-mail address, or as the roster calls them. None
/// where there is nobody, or more than one.
pub(super) fn person(cell: &str, roster: Option<&Roster>) -> Option<String> {
    let cell = cell.trim();
    let mail = address(cell);
    let beside = mail.map_or(cell, |mail| cell.split(mail).next().unwrap_or_default());
    let several = beside.contains(['/', ';', '&', '+', '\n', '|']) || beside.contains(" and ");
    let unclear = mail.is_none() && (cell.contains(',') || cell.matches('@').count() > 1);
    if is_nobody(cell) || several || unclear {
        return None;
    }
    let name = mail.unwrap_or(cell);
    let id = roster.and_then(|roster| on_roster(name, roster)).unwrap_or(name);
    is_name(id).then(|| id.to_owned())
}

/// The id of the only person on the roster who has this id, this name, or this handle.
fn on_roster<'r>(name: &str, roster: &'r Roster) -> Option<&'r str> {
    let handle = name.trim_start_matches('@');
    let is = |text: &str| same_person(text, name) || same_person(text, handle);
    let mut known =
        roster.people.iter().filter(|person| is(&person.id) || person.name.as_deref().is_some_and(is));
    known.next().filter(|_| known.next().is_none()).map(|person| person.id.as_str())
}

/// The one e-mail address in `Fay Adams <fay@acme.example>`, `Fay (fay@acme.example)` or alone.
fn address(cell: &str) -> Option<&str> {
    let words = cell.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | ','));
    let mut found = words.filter_map(|word| {
        let word = word.strip_prefix("mailto:").unwrap_or(word);
        let (name, host) = word.split_once('@')?;
        (!name.is_empty() && !host.is_empty() && !host.contains('@')).then_some(word)
    });
    found.next().filter(|_| found.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::person;
    use crate::policy::roster::{Person, Roster};

    #[test]
    fn one_person_is_named_by_address_handle_or_name() {
        for (cell, expected) in [
            ("Fay Adams <fay@acme.example>", Some("fay@acme.example")),
            ("Adams, Fay (fay@acme.example)", Some("fay@acme.example")),
            ("mailto:fay@acme.example", Some("fay@acme.example")),
            ("@fay", Some("@fay")),
            ("Fay Adams", Some("Fay Adams")),
            ("Fay, Omar", None),
            ("Fay & Omar", None),
            ("fay@acme.example, omar@acme.example", None),
            ("@fay @omar", None),
            ("Fay & Omar (omar@acme.example)", None),
            ("fay+launch@acme.example", Some("fay+launch@acme.example")),
            ("Fay?", None),
            ("Fay\u{200d} Adams", None),
            ("TBD", None),
            ("[@handle]", None),
            ("", None),
        ] {
            assert_eq!(person(cell, None).as_deref(), expected, "{cell}");
        }
    }

    #[test]
    fn the_roster_knows_people_by_name_and_handle() {
        let of = |id: &str, name: &str| Person {
            id: id.to_owned(),
            name: Some(name.to_owned()),
            ..Person::default()
        };
        let roster = Roster::of(vec![of("fay@acme.example", "Fay Adams"), of("omar", "Omar Reyes")]);
        let named = |cell: &str| person(cell, Some(&roster));
        assert_eq!(named("fay adams").as_deref(), Some("fay@acme.example"));
        assert_eq!(named("@omar").as_deref(), Some("omar"));
        assert_eq!(named("Ben").as_deref(), Some("Ben"));
    }
}
