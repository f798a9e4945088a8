//! How many instructions the functions of a run took: read from callgrind, recorded, and held against a record.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Context as _;
use serde::Deserialize;

/// A run may take so much more, or less, than is recorded.
const TOLERANCE: f64 = 0.05;

/// A function is recorded when it takes at least one instruction of so many.
const WORTH_RECORDING: u64 = 500;

/// How many functions are named when a run grew.
const NAMED: usize = 8;

/// The instructions of a run.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
pub(crate) struct Counts {
    /// Of all functions.
    pub(crate) total: u64,
    /// Of each, without those that it calls.
    pub(crate) functions: BTreeMap<String, u64>,
}

/// What is committed: the instructions of each run, and with what they were counted.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(crate) struct Record {
    /// The compiler's version.
    pub(crate) rustc: String,
    /// What it compiled for.
    pub(crate) target: String,
    /// The runs.
    pub(crate) runs: BTreeMap<String, Counts>,
}

/// What came of holding a run against its record, as a sentence.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// It takes as long as ever.
    Same(String),
    /// It takes longer: which functions grew.
    Grew(String),
    /// It takes less: the record is to be renewed.
    Shrank(String),
}

impl Counts {
    /// Reads what callgrind wrote.
    pub(crate) fn read(text: &str) -> anyhow::Result<Counts> {
        let mut names: BTreeMap<&str, String> = BTreeMap::new();
        let mut counts = Counts::default();
        let mut function = String::new();
        let mut is_call = false;
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("fn=") {
                function = named(&mut names, name)?;
            } else if let Some(name) = line.strip_prefix("cfn=") {
                named(&mut names, name)?;
            } else if line.starts_with("calls=") {
                is_call = true;
            } else if line.starts_with(|first: char| first.is_ascii_digit() || "+-*".contains(first)) {
                // The line after `calls=` is what the called function took, which has lines of its own.
                if !std::mem::take(&mut is_call) {
                    let count = line.split(' ').nth(1).and_then(|count| count.parse::<u64>().ok());
                    let count = count.with_context(|| format!("callgrind wrote `{line}`"))?;
                    counts.total += count;
                    *counts.functions.entry(function.clone()).or_default() += count;
                }
            }
        }
        anyhow::ensure!(counts.total > 0, "callgrind counted nothing");
        Ok(counts)
    }

    /// The same, with only the functions that are worth recording.
    fn short(&self) -> Counts {
        let least = self.total / WORTH_RECORDING;
        let functions = self.functions.iter().filter(|(_, count)| **count >= least);
        Counts {
            total: self.total,
            functions: functions.map(|(name, count)| (name.clone(), *count)).collect(),
        }
    }

    /// Holds a run against what is recorded of it.
    pub(crate) fn against(&self, recorded: &Counts) -> Outcome {
        let change = real(self.total) / real(recorded.total) - 1.0;
        let said = format!(
            "{} instructions, {:+.2} % of {} recorded",
            grouped(self.total),
            change * 100.0,
            grouped(recorded.total)
        );
        match change {
            change if change > TOLERANCE => {
                Outcome::Grew(format!("{said}; what grew most:{}", self.grown(recorded)))
            }
            change if change < -TOLERANCE => Outcome::Shrank(said),
            _ => Outcome::Same(said),
        }
    }

    /// The functions that grew most, a line each.
    fn grown(&self, recorded: &Counts) -> String {
        let unrecorded = recorded.total / WORTH_RECORDING;
        let mut grown: Vec<(u64, String)> = self
            .functions
            .iter()
            .filter_map(|(name, count)| {
                let known = recorded.functions.get(name);
                let more = count.checked_sub(*known.unwrap_or(&unrecorded)).filter(|more| *more > 0)?;
                let was = known.map_or_else(
                    || format!("not recorded, so less than {}", grouped(unrecorded)),
                    |known| format!("was {}", grouped(*known)),
                );
                Some((more, format!("\n  +{:>13}  {name}: {}, {was}", grouped(more), grouped(*count))))
            })
            .collect();
        grown.sort_by(|a, b| b.cmp(a));
        grown.into_iter().take(NAMED).map(|(_, line)| line).collect()
    }
}

impl Record {
    /// Reads a record.
    pub(crate) fn read(text: &str) -> anyhow::Result<Record> {
        toml::from_str(text).context("the record cannot be read")
    }

    /// The record as it is committed: what takes most first.
    pub(crate) fn text(&self) -> String {
        let mut out = format!(
            "# How many instructions three runs take, written by `.ci/counts --record`: do not edit.\n\
             rustc = {}\ntarget = {}\n",
            quoted(&self.rustc),
            quoted(&self.target)
        );
        for (name, counts) in &self.runs {
            let counts = counts.short();
            let mut functions: Vec<(&String, &u64)> = counts.functions.iter().collect();
            functions.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), *name));
            let _ = write!(out, "\n[runs.{name}]\ntotal = {}\n\n[runs.{name}.functions]\n", counts.total);
            for (function, count) in functions {
                let _ = writeln!(out, "{} = {count}", quoted(function));
            }
        }
        out
    }
}

/// A function's name: `(id) name` where it comes first, later its id alone.
fn named<'t>(names: &mut BTreeMap<&'t str, String>, said: &'t str) -> anyhow::Result<String> {
    match said.split_once(' ') {
        Some((id, name)) => {
            let name = plain(name);
            names.insert(id, name.clone());
            Ok(name)
        }
        None => names.get(said).cloned().with_context(|| format!("callgrind never named function {said}")),
    }
}

/// A function's name as it stays the same from build to build: without hashes, crate ids and the types that a
/// generic function is made for.
pub(crate) fn plain(name: &str) -> String {
    let name = match name.rsplit_once('\'') {
        Some((before, depth)) if depth.chars().all(|c| c.is_ascii_digit()) => before,
        _ => name,
    };
    let name = name.split(".llvm.").next().unwrap_or_default();
    let name = match name.rsplit_once("::h") {
        Some((before, hash)) if hash.len() == 16 && hash.chars().all(|c| c.is_ascii_hexdigit()) => before,
        _ => name,
    };
    without_types(name)
}

/// Leaves out `[…]` behind a crate's name and `<…>` behind a function's or a type's; `<A as B>` in front stays.
fn without_types(name: &str) -> String {
    let mut out = String::new();
    let mut skipped: usize = 0;
    let mut previous = ' ';
    for c in name.chars() {
        let opens = match c {
            '<' => skipped > 0 || previous == ':' || previous.is_alphanumeric() || previous == '_',
            '[' => skipped > 0 || previous.is_alphanumeric() || previous == '_',
            _ => false,
        };
        let closes = skipped > 0 && (c == ']' || (c == '>' && previous != '-'));
        if opens {
            skipped += 1;
        } else if closes {
            skipped -= 1;
        } else if skipped == 0 {
            out.push(c);
        }
        previous = c;
    }
    out.trim_end_matches("::").replace("::::", "::")
}

/// A number with its thousands apart.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A text in TOML, which quotes as JSON does.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[expect(clippy::cast_precision_loss, reason = "a ratio of counts")]
fn real(count: u64) -> f64 {
    count as f64
}
