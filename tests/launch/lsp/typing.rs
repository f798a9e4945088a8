//! A plan that is typed, character by character, and texts that are edited at random: the server never
//! dies, answers everything, and what it shows last is what `launch check` says of the last text.

use std::fs;

use serde_json::{Value, json};

use crate::command::folder;
use crate::lsp::ROSTER;
use crate::lsp::checked::{Units, by_the_check, in_the_editor};
use crate::lsp::client::{Client, place};

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).expect("small")
    }

    /// Where a character of a text begins.
    fn boundary(&mut self, text: &str) -> usize {
        let at = self.below(text.len() + 1);
        (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
    }
}

/// Asks for everything at a place. Nothing may be answered with an error.
fn ask_everything(client: &mut Client, at: &Value) {
    for request in ["hover", "definition", "completion"] {
        client.about(request, "plan.yaml", at.clone(), &json!({}));
    }
    let context = json!({"context": {"includeDeclaration": true}});
    client.about("references", "plan.yaml", at.clone(), &context);
    let range = json!({"range": {"start": at, "end": at}, "context": {"diagnostics": []}});
    client.about("codeAction", "plan.yaml", at.clone(), &range);
    client.about("documentSymbol", "plan.yaml", at.clone(), &json!({}));
}

/// What is shown of the text is what the check says of it.
fn hold(client: &mut Client, folder: &std::path::Path, text: &str, units: Units) {
    fs::write(folder.join("plan.yaml"), text).expect("a file");
    let shown = in_the_editor(client, "plan.yaml", text, units);
    assert_eq!(shown, by_the_check(folder, "plan.yaml"), "{text}");
}

#[test]
fn a_plan_is_typed_character_by_character() {
    let plan = "launch: 請求書 👩‍🚀\nkind: product\n".to_owned()
        + include_str!("../../base.yaml").split_once("tier: 1\n").expect("a head").1;
    let folder = folder(&[("launch.toml", ROSTER)]);
    let mut client = Client::begin(folder.path());
    let begun = plan.find("kind:").expect("a kind") + "kind:".len();
    client.open("plan.yaml", "");
    let mut typed = String::new();
    for (at, c) in plan.char_indices() {
        let end = place(&typed, typed.len());
        client.edit("plan.yaml", &json!([{"range": {"start": end, "end": end}, "text": c.to_string()}]));
        typed.push(c);
        let is_checked = typed.len() >= begun && (at % 97 == 0 || typed.len() == begun);
        if is_checked {
            hold(&mut client, folder.path(), &typed, char::len_utf16);
        }
        if at % 53 == 0 {
            let end = place(&typed, typed.len());
            ask_everything(&mut client, &end);
        }
    }
    hold(&mut client, folder.path(), &plan, char::len_utf16);
    assert_eq!(client.end(), 0);
}

#[test]
fn a_text_is_edited_at_random() {
    const BITS: [&str; 24] = [
        "\n",
        "  ",
        "{",
        "}",
        "[",
        "]",
        ": ",
        "- ",
        "\"",
        "'",
        "#",
        "&a ",
        "*a",
        "!x ",
        "|\n",
        "\t",
        "価",
        "👩",
        "\r\n",
        "\r",
        "owner",
        "stages:\n",
        "<<: ",
        "\u{feff}",
    ];
    let start = format!(
        "launch: x\nkind: product\n{}",
        include_str!("../../rich/plan.yaml").split_once("tier: 1\n").expect("a head").1
    );
    let folder = folder(&[("launch.toml", include_str!("../../rich/launch.toml"))]);
    let encodings: [(&str, Units); 3] =
        [("utf-16", char::len_utf16), ("utf-8", char::len_utf8), ("utf-32", |_| 1)];
    for (seed, (encoding, units)) in (1..=6).zip(encodings.into_iter().cycle()) {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        let capabilities = json!({"general": {"positionEncodings": [encoding]}});
        let (mut client, _) = Client::begin_as(folder.path(), &["--as-of", "2026-05-28"], &capabilities);
        let mut text = start.clone();
        client.open("plan.yaml", &text);
        for step in 0..150 {
            let mut changes = Vec::new();
            for _ in 0..=dice.below(2) {
                let (from, length) = (dice.boundary(&text), dice.below(12));
                let to = (from..=from + length).rev().find(|to| text.is_char_boundary(*to)).unwrap_or(from);
                let to = to.min(text.len());
                let is_paired = |at: usize| text[..at].ends_with('\r') && text[at..].starts_with('\n');
                if is_paired(from) || is_paired(to) {
                    continue;
                }
                let bit = BITS[dice.below(BITS.len())];
                let range = json!({"start": spot(&text, from, units), "end": spot(&text, to, units)});
                changes.push(json!({"range": range, "text": bit}));
                text.replace_range(from..to, bit);
            }
            client.edit("plan.yaml", &json!(changes));
            if step % 10 == 0 {
                let at = dice.boundary(&text);
                let at = spot(&text, at, units);
                ask_everything(&mut client, &at);
            }
            if step % 50 == 49 {
                text = start.clone();
                client.change("plan.yaml", &text);
            } else if step % 25 == 24 && text.starts_with("launch: x\nkind: product\n") {
                hold(&mut client, folder.path(), &text, units);
            }
        }
        hold(&mut client, folder.path(), &text, units);
        assert_eq!(client.end(), 0);
    }
}

/// The place of a byte where lines may end in any of three ways.
fn spot(text: &str, byte: usize, units: Units) -> Value {
    let (mut line, mut start) = (0, 0);
    let bytes = text.as_bytes();
    for (at, found) in bytes.iter().enumerate().take(byte) {
        if *found == b'\n' || (*found == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
            (line, start) = (line + 1, at + 1);
        }
    }
    json!({"line": line, "character": text[start..byte].chars().map(units).sum::<usize>()})
}

#[test]
fn places_that_are_not_there_hurt_nobody() {
    let folder = folder(&[("launch.toml", ROSTER)]);
    let mut client = Client::begin(folder.path());
    client.open("plan.yaml", "launch: 👩\nkind: product\n");
    for (line, character) in
        [(0_u64, 9_u64), (0, 4_294_967_295), (2, 0), (9, 9), (4_294_967_295, 4_294_967_295)]
    {
        ask_everything(&mut client, &json!({"line": line, "character": character}));
    }
    let (start, end) = (json!({"line": 9, "character": 9}), json!({"line": 0, "character": 9}));
    client.edit("plan.yaml", &json!([{"range": {"start": start, "end": end}, "text": ""}]));
    ask_everything(&mut client, &json!({"line": 0, "character": 0}));
    client.change("plan.yaml", "launch: x\nkind: product\nonwer: y\n");
    hold(&mut client, folder.path(), "launch: x\nkind: product\nonwer: y\n", char::len_utf16);
    assert_eq!(client.end(), 0);
}
