//! The rich report in every format, as it was when somebody last looked at it.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test snapshots` writes them anew; look at what changed before you keep it.

use std::fs;

use crate::command::project;
use crate::formats::rich::{FORMATS, Reports};

#[test]
fn each_format_is_as_it_was() {
    let reports = Reports::rich();
    let folder = project().join("tests/snapshots");
    let mut changed = Vec::new();
    for (format, ending) in FORMATS {
        let path = folder.join(format!("rich.{ending}"));
        let text = reports.text(format).replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            fs::write(&path, &text).expect("a snapshot");
        }
        let known = fs::read_to_string(&path).unwrap_or_default();
        if known != text {
            let at = known.lines().zip(text.lines()).position(|(known, now)| known != now);
            let line = at.unwrap_or_else(|| known.lines().count().min(text.lines().count()));
            let of = |text: &str| text.lines().nth(line).unwrap_or("(nothing)").to_owned();
            changed.push(format!("rich.{ending}:{}\n  was {}\n  is  {}", line + 1, of(&known), of(&text)));
        }
    }
    assert!(changed.is_empty(), "{}\nUPDATE_SNAPSHOTS=1 keeps what is now", changed.join("\n"));
}

#[test]
fn the_same_plans_give_the_same_bytes() {
    let (one, other) = (Reports::rich(), Reports::rich());
    for (format, _) in FORMATS {
        assert_eq!(one.text(format), other.text(format), "{format}");
    }
}
