//! What a forecast costs: a launch of eight stages and eleven hand-offs, none of them done, is played through
//! 100,000 times, against checking the same plan once in the same process.

use std::time::Instant;

use anyhow::ensure;
use launch::check;
use launch::facts::Facts;
use launch::forecast::{Draws, ENOUGH, Pace, Past, forecast};
use launch::plan::{Kind, PlanFile};
use launch::policy::{Choice, Gate, Policy, Vocabulary};
use launch::rule::Ctx;
use launch::rules;
use launch::source::Source;
use launch::standing::Standing;

use crate::Bench;
use crate::corpus::PLAN;
use crate::measure::in_rounds;

const RUNS: u32 = 100_000;

/// A forecast, against a check.
pub(crate) fn measure(bench: &mut Bench) -> anyhow::Result<()> {
    let vocabulary = rules::vocabulary();
    let no_file = |_: &std::path::Path| Ok(Source::new("none", ""));
    let policy = Policy::load(&Choice::BuiltIn, Kind::Product, &Vocabulary { rules: &vocabulary }, &no_file)
        .map_err(|_| anyhow::anyhow!("no policy"))?;
    let rules = check::weighed(rules::RULES, &policy);
    let as_of = jiff::civil::date(2026, 5, 28);
    let open: Vec<&str> = PLAN.lines().filter(|line| !is_done(line)).collect();
    let open = open.join("\n") + "\n";
    let rounds = in_rounds(bench.rounds(11), || {
        let start = Instant::now();
        let file = PlanFile::read(Source::new("plan.yaml", open.as_str()));
        let facts = Facts::on(as_of);
        let standing = Standing::of(&file, &policy, &facts);
        let raised = check::check(&rules, &file, &policy, &facts, &standing, Gate::External);
        let checked = start.elapsed();
        let ctx = Ctx { plan: &file.plan, policy: &policy, facts: &facts, standing: &standing };
        let past = past(&policy);
        let start = Instant::now();
        let found = forecast("plan.yaml", &ctx, &raised, Some((&past, Draws { runs: RUNS, seed: 1 })));
        let played = start.elapsed();
        let range = found.gates.last().and_then(|gate| gate.range.as_ref());
        ensure!(range.is_some_and(Result::is_ok), "there is no range");
        Ok(vec![checked, played])
    })?;
    bench
        .table
        .begin("A forecast of 8 stages and 11 hand-offs, all open, against checking that plan", "≪ 1 s");
    bench
        .table
        .times(&[("read and checked once, in the process", 0), ("played through 100,000 times", 1)], &rounds);
    Ok(())
}

/// Whether a line of the complete plan says that something is done.
fn is_done(line: &str) -> bool {
    ["sign_off:", "sent:", "accepted:"].iter().any(|key| line.trim_start().starts_with(key))
}

/// Launches that took something between nothing and a month for each thing.
fn past(policy: &Policy) -> Past {
    let took = |ids: Vec<&str>, launch: usize| {
        let days = |at: usize| u32::try_from((at * 7 + launch * 5) % 21).unwrap_or_default();
        ids.iter().enumerate().map(|(at, id)| ((*id).to_owned(), days(at))).collect()
    };
    let launch = |number| Pace {
        handoffs: took(policy.handoffs.ids().collect(), number),
        stages: took(policy.stages.ids().collect(), number),
        ..Pace::default()
    };
    Past { launches: (0..2 * ENOUGH).map(launch).collect(), ..Past::default() }
}
