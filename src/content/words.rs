//! A part in words, and what became of it: its own words first, and never as it would be written in a file.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use crate::content::{Part, compare};
use crate::text::{list, shorten};

/// How long a value may be in a sentence.
const SHOWN: usize = 80;

/// How long a whole thing may be in one.
const WHOLE: usize = 160;

/// How much is shown before the first difference of two long values.
const AROUND: usize = 20;

/// The keys that say what a thing is: their values speak for themselves.
const TITLES: [&str; 6] = ["claim", "need", "what", "who", "measure", "rule"];

/// The keys that come next, and read as words of a sentence.
const FLUENT: [&str; 15] = [
    "at",
    "promised",
    "committed",
    "target",
    "forecast",
    "capacity",
    "count",
    "from",
    "to",
    "made_by",
    "kept_by",
    "by",
    "due",
    "until",
    "date",
];

/// What a person's word on a day may say besides.
const RECORD: [&str; 9] =
    ["by", "date", "link", "why", "verdict", "note", "conditions", "digest", "signature"];

/// A part in a sentence.
pub fn worded(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(worded).collect::<Vec<_>>().join(", "),
        Json::Object(map) if is_record(map) => {
            let text = |key: &str| map.get(key).and_then(Json::as_str).unwrap_or("nobody");
            match map.contains_key("date") {
                true => format!("{} on {}", text("by"), text("date")),
                false => text("by").to_owned(),
            }
        }
        Json::Object(map) => fields(map),
        Json::Null => "nothing".to_owned(),
        other => other.to_string(),
    }
}

/// What became of a part, as the end of a sentence about it.
pub fn told(part: &Part) -> String {
    let said =
        |json: &Option<Json>| json.clone().filter(|json| json.as_array().is_none_or(|list| !list.is_empty()));
    let whole = |json: &Json| format!("`{}`", shorten(&worded(json), WHOLE));
    match (said(&part.was), said(&part.is)) {
        (Some(was), Some(is)) => again(&was, &is).unwrap_or_else(|| went(&worded(&was), &worded(&is))),
        (None, Some(is)) => format!("was added: {}", whole(&is)),
        (Some(was), None) => format!("was taken away: it was {}", whole(&was)),
        (None, None) => "changed".to_owned(),
    }
}

fn is_record(map: &Map<String, Json>) -> bool {
    map.contains_key("by") && map.keys().all(|key| RECORD.contains(&key.as_str()))
}

fn fields(map: &Map<String, Json>) -> String {
    let rank = |key: &str| [TITLES.as_slice(), &FLUENT].concat().iter().position(|known| *known == key);
    let mut keys: Vec<&String> = map.keys().collect();
    keys.sort_by_key(|key| (rank(key).is_none(), rank(key)));
    let field = |key: &String| {
        let value = match map.get(key) {
            Some(Json::Object(inner)) if !is_record(inner) => format!("({})", fields(inner)),
            value => value.map(worded).unwrap_or_default(),
        };
        match (TITLES.contains(&key.as_str()), FLUENT.contains(&key.as_str())) {
            (true, _) => value,
            (_, true) => format!("{} {value}", key.replace('_', " ")),
            _ => format!("{key}: {value}"),
        }
    };
    keys.into_iter().map(field).collect::<Vec<_>>().join(", ")
}

fn went(was: &str, is: &str) -> String {
    if was == is {
        return format!("is written in another form, and says `{}` as before", shorten(was, SHOWN));
    }
    let [was, is] = differing(was, is);
    format!("went from `{was}` to `{is}`")
}

/// Two values, cut so that what differs can be seen.
fn differing<'t>(was: &'t str, is: &'t str) -> [Cow<'t, str>; 2] {
    let same = was.chars().zip(is.chars()).take_while(|(one, other)| one == other).count();
    if same + AROUND < SHOWN {
        return [shorten(was, SHOWN), shorten(is, SHOWN)];
    }
    [was, is].map(|text| {
        let rest: String = text.chars().skip(same - AROUND).collect();
        let from_word = rest.split_once(' ').filter(|(cut, _)| cut.chars().count() < AROUND);
        let rest = from_word.map_or(rest.as_str(), |(_, rest)| rest);
        Cow::Owned(format!("…{}", shorten(rest, SHOWN)))
    })
}

/// What is different about words that the same people gave on the same days.
fn again(was: &Json, is: &Json) -> Option<String> {
    let records = |json: &Json| -> Option<Vec<Map<String, Json>>> {
        let items = json.as_array().map_or(std::slice::from_ref(json), Vec::as_slice);
        items.iter().map(|item| item.as_object().filter(|map| is_record(map)).cloned()).collect()
    };
    let (was_all, is_all) = (records(was)?, records(is)?);
    if worded(was) != worded(is) || was_all.len() != is_all.len() {
        return None;
    }
    let pairs = was_all.into_iter().zip(is_all).filter(|(was, is)| was != is);
    let told: Vec<String> = pairs.map(|(was, is)| given_again(was, is)).collect();
    (!told.is_empty()).then(|| list(&told, "and"))
}

fn given_again(mut was: Map<String, Json>, mut is: Map<String, Json>) -> String {
    let who = worded(&Json::Object(is.clone()));
    let [digest, _] = ["digest", "signature"].map(|key| was.remove(key) != is.remove(key));
    let parts = compare(&Json::Object(was), &Json::Object(is));
    let fields: Vec<String> = parts.iter().map(|part| format!("`{}` {}", part.path, told(part))).collect();
    match (fields.is_empty(), digest) {
        (true, true) => format!("was given again by {who}, for something else than before"),
        (true, false) => format!("was given again by {who}, with another signature"),
        (false, _) => format!("by {who} is not what it was: {}", list(&fields, "and")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{told, worded};
    use crate::content::Part;

    fn became(was: serde_json::Value, is: serde_json::Value) -> String {
        let given = |json: serde_json::Value| (!json.is_null()).then_some(json);
        told(&Part { path: "x".to_owned(), was: given(was), is: given(is) })
    }

    #[test]
    fn a_whole_thing_is_told_in_its_own_words_first() {
        let promise = json!({
            "accepted": {"by": "omar", "date": "2026-05-06"}, "committed": "at most 4 days", "kept_by": "operations",
            "made_by": "sales", "promised": "at most 5 days", "claim": "Set up in 5 days",
        });
        assert_eq!(
            became(json!(null), promise),
            "was added: `Set up in 5 days, promised at most 5 days, committed at most 4 days, made by sales, \
             kept by operations, accepted: omar on 2026-05-06`"
        );
        let waiver = json!({
            "at": "handoffs.a", "by": "lea", "date": "2026-05-20", "rule": "missing-handoff",
            "until": "2026-06-30", "why": "a pilot",
        });
        let words = "missing-handoff, at handoffs.a, by lea, until 2026-06-30, date 2026-05-20, why: a pilot";
        assert_eq!(became(waiver, json!(null)), format!("was taken away: it was `{words}`"));
        assert_eq!(
            worded(&json!({"measure": "sign-ups", "by": "2026-07-15", "target": "at least 500"})),
            "sign-ups, target at least 500, by 2026-07-15"
        );
        assert_eq!(worded(&json!({"done": {"more": ["a", "b"]}})), "done: (more: a, b)");
    }

    #[test]
    fn what_differs_is_within_what_is_shown() {
        let long = "the same words over and over, ".repeat(6);
        let told = became(json!(format!("{long}one end")), json!(format!("{long}another end")));
        assert_eq!(told, "went from `…over and over, one end` to `…over and over, another end`");
        assert_eq!(became(json!("open"), json!({"done": "x"})), "went from `open` to `done: x`");
        assert!(became(json!(["a", "b"]), json!("a, b")).starts_with("is written in another form"));
        let solid = "x".repeat(200);
        let told = became(json!(format!("{solid}a")), json!(format!("{solid}b")));
        assert!(told.contains("xa`") && told.contains("xb`"), "{told}");
    }

    #[test]
    fn what_was_signed_again_on_the_same_day_says_what_differs() {
        let signed = |more: serde_json::Value| {
            let mut record = json!({"by": "omar", "date": "2026-05-18", "digest": "a", "signature": "b"});
            record.as_object_mut().expect("a map").extend(more.as_object().expect("a map").clone());
            json!([record])
        };
        let first = || signed(json!({}));
        for (then, wanted) in [
            (json!({"digest": "c"}), "was given again by omar on 2026-05-18, for something else than before"),
            (json!({"signature": "c"}), "was given again by omar on 2026-05-18, with another signature"),
            (
                json!({"digest": "c", "note": "late"}),
                "by omar on 2026-05-18 is not what it was: `note` was added: `late`",
            ),
            (json!({"date": "2026-05-19"}), "went from `omar on 2026-05-18` to `omar on 2026-05-19`"),
        ] {
            assert_eq!(became(first(), signed(then)), wanted);
        }
        assert_eq!(became(first(), json!([])), "was taken away: it was `omar on 2026-05-18`");
    }
}
