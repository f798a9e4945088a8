//! Where a plan shows things, and which of that are local paths.

use crate::address::Address;
use crate::plan::Plan;
use crate::plan::record::Record;
use crate::plan::stage::Answer;

/// Every field of a plan whose evidence is `wanted`, with what it says. Nobody asks where the others are, so
/// that is not worked out.
pub fn fields<'a>(plan: &'a Plan, wanted: &dyn Fn(&str) -> bool) -> Vec<(Address, &'a str)> {
    let mut found = Vec::new();
    let mut add = |text: Option<&'a str>, at: &dyn Fn() -> Address| {
        found.extend(text.filter(|text| wanted(text)).map(|text| (at(), text)));
    };
    for (id, need) in plan.needs.iter() {
        for (index, evidence) in need.evidence.iter().enumerate() {
            add(evidence.link.text(), &|| Address::new(format!("needs.{id}.evidence.{index}.link")));
        }
    }
    for (id, stage) in plan.stages.iter() {
        for (ask, answer) in stage.asks.iter() {
            if let Answer::Proven(evidence) = answer {
                add(Some(evidence), &|| Address::stage(id).join("asks").join(ask).join("done"));
            }
        }
        for sign_off in &stage.sign_offs {
            for (condition, known) in sign_off.conditions.iter() {
                add(known.met.text(), &|| sign_off.condition_at(condition).join("met"));
            }
        }
    }
    for (id, handoff) in plan.handoffs.iter() {
        let link = handoff.sent.as_ref().and_then(|sent: &Record| sent.link.text());
        add(link, &|| Address::handoff(id).join("sent").join("link"));
    }
    for (id, audience) in plan.informed.iter() {
        add(audience.done.text(), &|| Address::new(format!("informed.{id}.done")));
    }
    found
}

/// Endings of host names, which are written without `https://` often enough.
const WEB: [&str; 6] = ["com", "org", "net", "io", "dev", "example"];

/// The path that evidence names, if it is one: a word that ends in a file's ending or in a slash,
/// and is no address of the web. A fragment (`#page`) is not part of the path.
pub fn local_path(evidence: &str) -> Option<&str> {
    if evidence.contains(char::is_whitespace) || evidence.contains("://") || evidence.starts_with("mailto:") {
        return None;
    }
    let path = evidence.split('#').next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty()
            && (1..=5).contains(&ending.len())
            && ending.bytes().all(|b| b.is_ascii_alphanumeric())
            && !ending.bytes().all(|b| b.is_ascii_digit())
            && !WEB.contains(&ending)
    });
    let is_path = !path.contains('@') && (ending || (path.contains('/') && path.ends_with('/')));
    (is_path && !path.is_empty()).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn paths_are_told_from_links_and_sentences() {
        assert_eq!(local_path("docs/limits.md#prices"), Some("docs/limits.md"));
        assert_eq!(local_path("notes.txt"), Some("notes.txt"));
        assert_eq!(local_path("research/"), Some("research/"));
        for text in [
            "https://acme.example/a.md",
            "A trial invoice was checked.",
            "TICKET-12",
            "and/or",
            "v1.2",
            "fay@acme.example",
            "wiki.acme.com",
        ] {
            assert_eq!(local_path(text), None, "{text}");
        }
    }
}
