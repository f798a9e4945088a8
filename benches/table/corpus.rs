//! The plans that are measured: each like no other, one in ten not GO.

use std::fs;
use std::path::Path;

/// A complete plan of 5 KB, GO on [`DAY`], and the roster that its people are on.
pub(crate) const PLAN: &str = include_str!("../../tests/base.yaml");
/// The roster.
pub(crate) const POLICY: &str = include_str!("../../tests/base.toml");

/// The day that all plans are judged for.
pub(crate) const DAY: &str = "2026-05-28";

/// One plan of this many is not GO.
const FAULTY: usize = 10;

/// What is wrong with the plans that are not GO, in turn: what stands there, and what instead.
const FAULTS: [(&str, &str); 12] = [
    ("    sign_off: {by: fay@acme.example, date: 2026-05-20}\n", ""),
    ("owner: mia@acme.example", "owner: TBD"),
    ("    accepted: {by: sam@acme.example, date: 2026-05-12}\n", ""),
    ("promised: at most 5 working days", "promised: at most 3 working days"),
    ("      delivery: {done: https://acme.example/delivery}\n", ""),
    (
        "sign_off: {by: paul@acme.example, date: 2026-05-11}",
        "sign_off: {by: paul@acme.example, date: 2026-05-19}",
    ),
    ("sign_off: {by: omar@acme.example,", "sign_off: {by: sam@acme.example,"),
    ("billing: {done: https://acme.example/trial-invoice}", "billing: done"),
    ("    answer: A draft-invoice screen with its line items\n", ""),
    ("month\n    accepted: {by: omar@acme.example, date: 2026-05-06}\n", "month\n"),
    ("internal: 2026-06-01", "internal: 2026-12-31"),
    (", done: https://acme.example/all-hands}", "}"),
];

/// A plan like no other: its name, its need, its words, its day, and for one in ten a fault.
pub(crate) fn plan(number: usize) -> String {
    let day = format!("external: 2026-{:02}-{:02}", 7 + number % 6, 1 + number % 28);
    let mut plan = PLAN
        .replace("Invoice Assist 2.0", &format!("Invoice Assist {number}"))
        .replace("see-hours", &format!("see-hours-{number}"))
        .replace("every billed hour", &format!("every billed hour of {number} contracts"))
        .replace("Set up in 5 working days", &format!("Set up in 5 working days, as {number} others"))
        .replace("external: 2026-06-15", &day);
    if number.is_multiple_of(FAULTY) {
        let (from, to) = FAULTS.iter().cycle().nth(number / FAULTY).copied().unwrap_or_default();
        plan = plan.replacen(from, to, 1);
    }
    plan
}

/// Writes `count` plans into a new folder, with their policy beside them.
pub(crate) fn write_plans(
    folder: &Path,
    count: usize,
    policy: &str,
    plan: impl Fn(usize) -> String,
) -> anyhow::Result<()> {
    fs::create_dir(folder)?;
    fs::write(folder.join("launch.toml"), policy)?;
    for number in 0..count {
        fs::write(folder.join(format!("plan-{number:05}.yaml")), plan(number))?;
    }
    Ok(())
}
