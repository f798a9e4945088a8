//! What `.ci/counts` makes of callgrind's files: a run that grew fails, and its functions are named.

#[path = "../../benches/counts/record.rs"]
mod record;

use std::collections::BTreeMap;

use record::{Counts, Outcome, Record, plain};

/// A run of two functions, one of which calls the other twice, as callgrind writes it.
const WRITTEN: &str = "\
# callgrind format
version: 1
events: Ir
summary: 1800

ob=(1) /usr/bin/launch
fl=(1) ???
fn=(1) launch::yaml::parse::h0123456789abcdef
0 1000
cfn=(2) core::fmt::write
calls=2 0 
0 800
+3 100

fn=(2)
0 700
";

fn counts(total: u64, functions: &[(&str, u64)]) -> Counts {
    let functions = functions.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
    Counts { total, functions }
}

fn recorded() -> Counts {
    counts(
        1_000_000,
        &[("launch::parse", 400_000), ("launch::render", 300_000), ("core::fmt::write", 100_000)],
    )
}

fn grew(now: &Counts) -> String {
    match now.against(&recorded()) {
        Outcome::Grew(said) => said,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_callgrind_writes_is_read_without_counting_calls_twice() {
    let read = Counts::read(WRITTEN).expect("counts");
    assert_eq!(read, counts(1800, &[("launch::yaml::parse", 1100), ("core::fmt::write", 700)]));
}

#[test]
fn what_is_no_count_is_no_count() {
    for text in ["", "nothing of the kind", "fn=(1)\n0 100\n", "fn=(1) a\n0 many\n"] {
        assert!(Counts::read(text).is_err(), "{text:?}");
    }
}

#[test]
fn a_function_keeps_its_name_from_build_to_build() {
    for (name, same) in [
        ("launch::yaml::parse::h0123456789abcdef", "launch::yaml::parse"),
        ("launch::yaml::parse'2", "launch::yaml::parse"),
        ("launch::yaml::parse.llvm.123456", "launch::yaml::parse"),
        ("launch[7a1b]::yaml::parse", "launch::yaml::parse"),
        ("alloc::vec::Vec<T,A>::push", "alloc::vec::Vec::push"),
        ("core::ptr::drop_in_place::<alloc::vec::Vec<launch::plan::Plan>>", "core::ptr::drop_in_place"),
        (
            "<alloc::vec::Vec<T> as core::iter::FromIterator<T>>::from_iter",
            "<alloc::vec::Vec as core::iter::FromIterator>::from_iter",
        ),
        (
            "<launch::text::Words as core::fmt::Display>::fmt",
            "<launch::text::Words as core::fmt::Display>::fmt",
        ),
        ("launch::each::<fn(u8) -> bool>::{closure#0}", "launch::each::{closure#0}"),
        ("launch::hold::heldheldheldheld", "launch::hold::heldheldheldheld"),
        ("_int_malloc", "_int_malloc"),
        ("operator'new", "operator'new"),
    ] {
        assert_eq!(plain(name), same, "{name}");
    }
}

#[test]
fn four_percent_more_or_less_pass() {
    for (total, change) in [(960_000, "-4.00 %"), (1_000_000, "+0.00 %"), (1_040_000, "+4.00 %")] {
        let outcome = counts(total, &[]).against(&recorded());
        assert!(matches!(&outcome, Outcome::Same(said) if said.contains(change)), "{outcome:?}");
    }
}

#[test]
fn six_percent_more_names_the_function_that_grew() {
    let now = counts(
        1_060_000,
        &[("launch::parse", 400_100), ("launch::render", 359_900), ("core::fmt::write", 90_000)],
    );
    let said = grew(&now);
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[0].starts_with("1,060,000 instructions, +6.00 % of 1,000,000 recorded"), "{said}");
    assert_eq!(lines[1], "  +       59,900  launch::render: 359,900, was 300,000");
    assert_eq!(lines[2], "  +          100  launch::parse: 400,100, was 400,000");
    assert_eq!(lines.len(), 3, "what did not grow is not named: {said}");
}

#[test]
fn a_function_that_is_new_is_named() {
    let said = grew(&counts(1_100_000, &[("launch::parse", 400_000), ("launch::slow", 102_000)]));
    assert!(said.ends_with("launch::slow: 102,000, not recorded, so less than 2,000"), "{said}");
}

#[test]
fn six_percent_less_asks_for_a_new_record() {
    let outcome = counts(940_000, &[]).against(&recorded());
    assert!(matches!(&outcome, Outcome::Shrank(said) if said.contains("-6.00 %")), "{outcome:?}");
}

#[test]
fn a_record_is_read_as_it_was_written_without_what_is_small() {
    let run = counts(1_000_000, &[("<a \"b\" as c>::d\\", 2_000), ("launch::small", 1_999)]);
    let runs = BTreeMap::from([("check-one".to_owned(), run)]);
    let record = Record { rustc: "rustc 1.2.3 (ab)".to_owned(), target: "here".to_owned(), runs };
    let read = Record::read(&record.text()).expect("a record");
    assert_eq!(read.runs["check-one"], counts(1_000_000, &[("<a \"b\" as c>::d\\", 2_000)]));
    assert_eq!((read.rustc, read.target), (record.rustc, record.target));
}

#[test]
fn the_record_that_is_committed_is_one() {
    let record = Record::read(include_str!("../../benches/counts.toml")).expect("a record");
    assert_eq!(record.runs.len(), 3);
    assert!(record.runs.values().all(|run| run.functions.keys().any(|name| name.contains("launch::"))));
}
