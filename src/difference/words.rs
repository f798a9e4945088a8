//! What people wrote into their sign-offs, and the conditions under which they signed: who signed, and when, other
//! events tell.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::content::{Part, compare, told, worded};
use crate::difference::{Course, Event, EventKind};

/// What a sign-off has that is told elsewhere, or follows from what is.
const ELSEWHERE: [&str; 5] = ["by", "date", "digest", "signature", "conditions"];

/// A condition: its address, who signed under it, its id, and what it says.
#[derive(Clone)]
struct Condition {
    at: String,
    by: String,
    id: String,
    says: Json,
}

impl Condition {
    fn what(&self) -> Option<&Json> {
        self.says.get("what")
    }

    fn is_met(&self) -> bool {
        self.says.get("met").is_some()
    }
}

/// What became of the words in the sign-offs of a stage, and of its conditions. `is_told` says whether it is told what
/// became of the sign-off itself.
pub(super) fn events(was: &Json, is: &Json, stage: &str, is_told: bool) -> Vec<Event> {
    let (old, new) = (sign_offs(was, stage), sign_offs(is, stage));
    let mut found = Vec::new();
    for (who, (at, record)) in &new {
        let Some((_, before)) = old.get(who) else { continue };
        let parts = compare(&without(before), &without(record));
        let told = parts.iter().filter(|part| !(is_told && part.path == "verdict"));
        found.extend(told.map(|part| event(EventKind::SignOff, Course::Open, at, part)));
    }
    found.extend(changed(conditions(&old), conditions(&new)));
    found
}

/// By who gave them, and which of theirs it is, each with its address.
type SignOffs<'a> = BTreeMap<(&'a str, usize), (String, &'a Map<String, Json>)>;

fn sign_offs<'a>(content: &'a Json, stage: &str) -> SignOffs<'a> {
    let at = format!("stages.{stage}.sign_off");
    let records: Vec<(String, &Json)> = match content.pointer(&format!("/stages/{stage}/sign_off")) {
        Some(Json::Array(all)) => {
            all.iter().enumerate().map(|(index, one)| (format!("{at}.{index}"), one)).collect()
        }
        Some(one) => vec![(at, one)],
        None => Vec::new(),
    };
    let mut found = SignOffs::new();
    for (at, record) in records.into_iter().filter_map(|(at, one)| Some((at, one.as_object()?))) {
        let by = record.get("by").and_then(Json::as_str).unwrap_or("nobody");
        let which = found.keys().filter(|(known, _)| *known == by).count();
        found.insert((by, which), (at, record));
    }
    found
}

fn without(record: &Map<String, Json>) -> Json {
    let kept = record.iter().filter(|(key, _)| !ELSEWHERE.contains(&key.as_str()));
    kept.map(|(key, value)| (key.clone(), value.clone())).collect::<Map<_, _>>().into()
}

fn conditions(sign_offs: &SignOffs<'_>) -> Vec<Condition> {
    let mut found = Vec::new();
    for ((by, _), (at, record)) in sign_offs {
        let all = record.get("conditions").and_then(Json::as_object);
        found.extend(all.into_iter().flatten().map(|(id, says)| Condition {
            at: format!("{at}.conditions.{id}"),
            by: (*by).to_owned(),
            id: id.clone(),
            says: says.clone(),
        }));
    }
    found
}

/// What became of each condition: it is the same one where whoever signed gave it the same id, or else the same words.
fn changed(mut old: Vec<Condition>, new: Vec<Condition>) -> Vec<Event> {
    let mut take = |is_it: &dyn Fn(&Condition) -> bool| {
        let at = old.iter().position(is_it)?;
        Some(old.remove(at))
    };
    let by_id: Vec<Option<Condition>> =
        new.iter().map(|one| take(&|known| known.by == one.by && known.id == one.id)).collect();
    let pairs: Vec<(Option<Condition>, Condition)> = by_id
        .into_iter()
        .zip(new)
        .map(|(known, one)| {
            let alike = |known: &Condition| known.by == one.by && known.what() == one.what();
            (known.or_else(|| take(&alike)), one)
        })
        .collect();
    let mut found: Vec<Event> = pairs.iter().flat_map(|(was, is)| became(was.as_ref(), is)).collect();
    found.extend(old.iter().map(|gone| {
        let (course, state) = match gone.is_met() {
            true => (Course::Open, "met"),
            false => (Course::Back, "not met"),
        };
        let told = format!("was taken away, {state}: `{}`", worded(&gone.says));
        Event { kind: EventKind::Condition, course, at: gone.at.clone(), told }
    }));
    found
}

fn became(was: Option<&Condition>, is: &Condition) -> Vec<Event> {
    let Some(was) = was else {
        let told = format!("was added by {}: `{}`", is.by, worded(&is.says));
        return vec![Event { kind: EventKind::Condition, course: Course::Open, at: is.at.clone(), told }];
    };
    let course = |part: &Part| match (part.path.as_str(), &part.was, &part.is) {
        ("met", None, Some(_)) => Course::Forward,
        ("met", Some(_), None) => Course::Back,
        _ => Course::Open,
    };
    let parts = compare(&was.says, &is.says);
    parts.iter().map(|part| event(EventKind::Condition, course(part), &is.at, part)).collect()
}

fn event(kind: EventKind, course: Course, at: &str, part: &Part) -> Event {
    Event { kind, course, at: format!("{at}.{}", part.path), told: told(part) }
}
