//! What holds of every text that somebody gives to a reader.

use std::path::{Path, PathBuf};

use launch::allowed_signers::AllowedSigners;
use launch::moment::Moment;
use launch::plan::{Kind, PlanFile};
use launch::policy::{Choice, Policy, Vocabulary};
use launch::quantity::Quantity;
use launch::rules;
use launch::source::{Located, Problem, Source};
use launch::ssh::{Key, Signature};
use launch::tree::{Node, Value};

use crate::formats::texts::report_on;
use crate::imported::sound;
use crate::overlay::BASE;

/// Bytes as a text, if they are one.
pub(crate) fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// Each problem has a place in the text, and words.
fn placed(source: &Source, problems: &[Problem]) {
    for problem in problems {
        let (start, end) = (problem.span.start(), problem.span.end());
        let text = source.text();
        assert!(text.get(start..end).is_some(), "{problem:?} is nowhere in {} bytes", text.len());
        assert!(!problem.message.is_empty());
        told(&source.locate(problem));
    }
}

fn told(problem: &Located) {
    let Some((place, excerpt)) = &problem.place else { return };
    assert!(place.start <= place.end && place.start.line >= 1 && place.start.column >= 1, "{problem:?}");
    assert!(excerpt.text.get(excerpt.span.clone()).is_some(), "{problem:?}");
}

/// Everything in a tree has a place inside of what holds it, unless an alias brought it there.
fn nested(node: &Node, text: &str) {
    assert!(text.get(node.span.start()..node.span.end()).is_some(), "{:?}", node.span);
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| nested(item, text)),
        Value::Map(entries) => entries.iter().for_each(|entry| nested(&entry.node, text)),
        _ => {}
    }
}

/// A plan: problems with their places, or a judgement; the same one every time.
pub(crate) fn plan(bytes: &[u8]) {
    let source = match Source::from_bytes("plan.yaml", bytes.to_vec()) {
        Ok(source) => source,
        Err(problem) => return told(&problem),
    };
    let file = PlanFile::read(Source::new("plan.yaml", source.text()));
    placed(&file.source, &file.problems);
    nested(&file.root, file.source.text());
    assert!(!file.broken || !file.problems.is_empty(), "broken, and nothing is wrong");
    let report = report_on("plan.yaml", source.text());
    let judged = &report.plans[0];
    judged.errors.iter().for_each(told);
    assert_eq!(judged.errors.is_empty(), judged.verdict.is_some(), "{:?}", judged.errors);
    assert!(
        judged.verdict.is_none() || file.problems.is_empty(),
        "a verdict in spite of {:?}",
        file.problems
    );
    assert_eq!(report_on("plan.yaml", source.text()).verdict, report.verdict);
}

/// A policy: problems with their places, or a policy by which a plan can be judged.
pub(crate) fn policy(bytes: &[u8]) {
    let read = |path: &Path| match path.ends_with("launch.toml") {
        true => Source::from_bytes("launch.toml", bytes.to_vec()),
        false => Ok(Source::new("base.toml", "")),
    };
    let rules = rules::vocabulary();
    let vocabulary = Vocabulary { rules: &rules };
    for kind in [Kind::Product, Kind::Service] {
        let choice = Choice::File(PathBuf::from("launch.toml"));
        match Policy::load(&choice, kind, &vocabulary, &read) {
            Err(problems) => {
                assert!(!problems.is_empty());
                problems.iter().for_each(told);
            }
            Ok(policy) => judged_by(&policy),
        }
    }
}

fn judged_by(policy: &Policy) {
    let file = PlanFile::read(Source::new("plan.yaml", BASE));
    placed(&file.source, &launch::references::check(&file, policy, &rules::ids()));
    let facts = launch::facts::Facts::on(crate::overlay::base_day());
    let standing = launch::standing::Standing::of(&file, policy, &facts);
    let gate = launch::policy::Gate::External;
    let rules = launch::check::weighed(launch::rules::RULES, policy);
    launch::check::check(&rules, &file, policy, &facts, &standing, gate);
}

/// Quantities, one a line: each is written so that it reads as itself, and lies within itself.
pub(crate) fn quantities(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let read: Vec<Quantity> = text.lines().take(8).filter_map(|line| Quantity::parse(line).ok()).collect();
    for one in &read {
        let written = one.to_string();
        let again = Quantity::parse(&written).unwrap_or_else(|why| panic!("{written}: {}", why.message));
        assert!(*one == again, "{written} is read as {again}");
        assert_eq!(again.to_string(), written);
        assert_eq!(one.within(one), Ok(true), "{written}");
        for other in &read {
            let within = one.within(other);
            assert_eq!(within.is_err(), other.within(one).is_err(), "{one} and {other}");
            let gap = one.gap(other);
            assert_eq!(within.ok(), gap.ok().map(|gap| gap.is_none()), "{one} within {other}");
            let _ = (one.slack(other), Quantity::sum([one, other]));
        }
    }
}

/// A signature, armoured or as bytes: refused, or bad for what it does not sign.
pub(crate) fn signature(bytes: &[u8]) {
    use base64ct::{Base64, Encoding as _};
    let armour = |bytes: &[u8]| {
        let code = Base64::encode_string(bytes);
        format!("-----BEGIN SSH SIGNATURE-----\n{code}\n-----END SSH SIGNATURE-----\n")
    };
    let armoured = match text(bytes) {
        Some(text) if text.starts_with("-----") => text.to_owned(),
        _ => armour(bytes),
    };
    match Signature::parse(&armoured) {
        Err(why) => assert!(!why.is_empty()),
        Ok(signature) => {
            let _ = signature.fingerprint();
            let namespace = signature.namespace().to_owned();
            assert!(signature.verify(&namespace, b"what nobody has signed").is_err(), "{armoured}");
            assert!(signature.verify("somewhere else", b"what nobody has signed").is_err());
        }
    }
}

/// Allowed signers: problems with their places; nobody is allowed whom no line names.
pub(crate) fn signers(bytes: &[u8]) {
    let Ok(source) = Source::from_bytes("allowed_signers", bytes.to_vec()) else { return };
    let (signers, problems) = AllowedSigners::read(&source);
    placed(&source, &problems);
    let Ok(day) = launch::moment::parse("2026-05-20") else { return };
    for line in source.text().split('\n') {
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        for key in words.windows(2).filter_map(|pair| Key::parse(&pair.join(" ")).ok()) {
            listed(&signers, &key, &day);
        }
    }
}

fn listed(signers: &AllowedSigners, key: &Key, day: &Moment) {
    for who in ["fay@acme.example", "*", "", "a,b", "\u{e9}"] {
        let _ = signers.who(key, who, "launch-sign-off", day);
    }
}

/// A spreadsheet: a clear error, or a plan that can be read and has every row in it.
pub(crate) fn sheet(bytes: &[u8]) {
    let (first, rest) = bytes.split_first().map_or((0, bytes), |(first, rest)| (*first, rest));
    let order = [None, Some(launch::import::Order::DayFirst), Some(launch::import::Order::MonthFirst)];
    // The first byte says how it is read: `a` as nobody says anything, as in the seeds.
    let choice = first.wrapping_sub(b'a');
    let options = launch::import::Options {
        guess: choice & 1 != 0,
        fill_down: choice & 2 != 0,
        order: order[usize::from(choice >> 2) % 3],
        departments: vec![("Growth".to_owned(), "marketing".to_owned())],
        ..launch::import::Options::default()
    };
    match sound::plan(rest, &options) {
        Ok((sheet, imported, plan)) => sound::sound(&sheet, &imported, &plan),
        Err(faults) => assert!(!faults.is_empty() && faults.iter().all(|fault| !fault.message.is_empty())),
    }
}
