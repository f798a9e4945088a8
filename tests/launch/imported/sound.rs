//! What holds for every plan that comes of a spreadsheet.

use std::sync::OnceLock;

use launch::import::{self, Fault, Imported, Options, Sheet};
use launch::plan::stage::Answer;
use launch::plan::{Kind, PlanFile};
use launch::policy::Policy;
use launch::source::Source;
use launch::{references, rules, template, text, yaml};

use crate::overlay;

/// The built-in policy with its roster, and one more department.
fn policy() -> &'static Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    let legal = "[stages.legal]\nafter = [\"product\"]\nasks.terms = \"Are the terms reviewed?\"\n";
    POLICY.get_or_init(|| overlay::policy(Kind::Product, legal))
}

/// The plan that comes of a file.
pub(crate) fn plan(bytes: &[u8], options: &Options) -> Result<(Sheet, Imported, String), Vec<Fault>> {
    let policy = policy();
    let (sheet, imported) = import::import(bytes, policy, options)?;
    let known = import::known(&sheet, &imported, policy, "checklist.csv");
    let plan = template::plan(policy, Kind::Product, "checklist.yaml", &known);
    Ok((sheet, imported, plan))
}

/// What holds for every plan that was imported.
pub(crate) fn sound(sheet: &Sheet, imported: &Imported, plan: &str) {
    let file = PlanFile::read(Source::new("plan.yaml", plan));
    assert!(file.problems.is_empty(), "{:#?}\n{plan}", file.problems);
    let problems = references::check(&file, policy(), &rules::ids());
    assert!(problems.is_empty(), "{problems:#?}\n{plan}");
    let fates = [
        imported.asks.len(),
        imported.handoffs.len(),
        imported.sign_offs.len(),
        imported.headings.len(),
        imported.unmapped.len(),
    ];
    let rows = sheet.rows.len() + sheet.strays().count();
    assert_eq!(fates.iter().sum::<usize>(), rows, "each row has one fate");
    for row in sheet.above.iter().chain(&sheet.rows) {
        let place = plan.lines().position(|line| {
            let line = line.trim_start();
            line.starts_with(&format!("# row {}:", row.number))
                || line
                    .strip_prefix(&format!("#   row {}", row.number))
                    .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
        });
        let place = place.unwrap_or_else(|| panic!("row {} is nowhere in\n{plan}", row.number));
        let below: Vec<&str> = plan.lines().skip(place).take_while(|line| !line.is_empty()).collect();
        let below = below.join("\n");
        for cell in row.cells.iter().flat_map(|cell| cell.lines()).map(str::trim) {
            let is_stage = |name: &str| text::to_kebab(cell).is_some_and(|id| id == name);
            let is_there =
                below.contains(text::visible(cell).as_ref()) || below.contains(&yaml::scalar(cell));
            let named = file.plan.stages.ids().any(is_stage);
            assert!(is_there || named, "{cell:?} of row {} is not in\n{below}", row.number);
        }
    }
    unsigned(&file, imported);
}

/// Nobody has signed, sent or accepted anything, and nothing is done that no row calls done.
fn unsigned(file: &PlanFile, imported: &Imported) {
    let done = imported.asks.iter().filter(|ask| ask.answer != import::Answer::Open).count();
    let mut answered = 0;
    for (_, stage) in file.plan.stages.iter() {
        assert!(stage.sign_offs.is_empty() && stage.not_needed.is_none());
        let says =
            |answer: &Answer| matches!(answer, Answer::Claimed | Answer::Proven(_) | Answer::NotNeeded(_));
        answered += stage.asks.iter().filter(|(_, answer)| says(answer)).count();
        assert!(!stage.asks.iter().any(|(_, answer)| matches!(answer, Answer::NotNeeded(_))));
    }
    assert_eq!(answered, done);
    for (_, handoff) in file.plan.handoffs.iter() {
        let words = [&handoff.sent, &handoff.accepted, &handoff.returned, &handoff.not_needed];
        assert!(words.into_iter().all(Option::is_none));
    }
    assert!(file.plan.waivers.is_empty());
}
