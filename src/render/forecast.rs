//! Forecasts, as text and as JSON.

mod json;

use std::fmt::Write as _;

use crate::forecast::{ENOUGH, Experience, Forecast, GateForecast, Impossible, Outcome, Range, Unknown};
use crate::render::table::{Column, Lines, table};
use crate::render::text::Layout;
use crate::text::{self, fold, visible};

pub use json::json;

const GATES: [Column; 5] = [
    Column::word("Gate"),
    Column::word("Planned"),
    Column::word("Earliest"),
    Column::word("Baseline"),
    Column::text("The planned date"),
];

const IMPOSSIBLE: [Column; 5] = [
    Column::text("What"),
    Column::text("Turn of"),
    Column::number("Needs"),
    Column::number("Left"),
    Column::word("Earliest gate"),
];

/// How many things a range names that decide it, and how many of unknown length.
const NAMED: usize = 3;

/// Forecasts as text, in the order they are given.
pub fn text(forecasts: &[Forecast], layout: Layout) -> String {
    let sections: Vec<String> = forecasts.iter().map(|one| section(one, layout)).collect();
    sections.join("\n")
}

fn section(forecast: &Forecast, layout: Layout) -> String {
    let heads: Vec<String> = forecast.gates.iter().map(GateForecast::headline).collect();
    let head = visible(&format!("{}: {}", forecast.launch, heads.join("; "))).into_owned();
    let about = format!("{} · as of {}", forecast.path, forecast.as_of);
    let mut out =
        format!("{}\n  {}\n\n", fold(&head, layout.width, 2), fold(&visible(&about), layout.width, 2));
    out.push_str(&table(&GATES, forecast.gates.iter().map(gate_row).collect(), layout.width));
    let is_told = |gate: &&GateForecast| gate.outcome != Outcome::Passed || gate.errors.all > 0;
    let mut open = forecast.gates.iter().filter(is_told).peekable();
    if open.peek().is_some() {
        out.push_str("\nWhat the dates hang on\n");
    }
    open.for_each(|gate| line(&mut out, &gate.reason(), layout));
    if !forecast.impossible.is_empty() {
        let _ =
            writeln!(out, "\nLead times that no longer fit, in working days: {}", forecast.impossible.len());
        let rows = forecast.impossible.iter().map(impossible_row).collect();
        out.push_str(&table(&IMPOSSIBLE, rows, layout.width));
    }
    if let Some(experience) = &forecast.experience {
        out.push_str(&ranges(forecast, experience, layout));
    }
    let uncounted = forecast.uncounted.told();
    if !uncounted.is_empty() {
        out.push_str("\nNot counted\n");
        for sentence in &uncounted {
            line(&mut out, sentence, layout);
        }
    }
    out
}

fn line(out: &mut String, text: &str, layout: Layout) {
    let _ = writeln!(out, "  - {}", fold(&visible(text), layout.width, 4));
}

fn gate_row(gate: &GateForecast) -> Vec<Lines> {
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "—".to_owned(), |day| day.to_string());
    let days = |days: u32| text::count(days as usize, "working day");
    let outcome = match &gate.outcome {
        Outcome::Unplanned => "not planned yet".to_owned(),
        Outcome::Holds { slack } => {
            format!("holds{}, {} of slack{}", gate.caveat(), days(*slack), gate.but(";"))
        }
        Outcome::Moves { by } => format!("moves by {}", days(*by)),
        Outcome::Closed(_) => "no launch may fall on it".to_owned(),
        Outcome::NoDay => format!("cannot be met; {}", GateForecast::NO_DAY),
        Outcome::Passed if gate.errors.all > 0 => {
            format!("has passed with {} standing", text::count(gate.errors.all, "error"))
        }
        Outcome::Passed => "has passed".to_owned(),
        Outcome::Unknown => GateForecast::NOT_KNOWN.to_owned(),
    };
    vec![
        gate.gate.word().into(),
        day(gate.planned).into(),
        day(gate.earliest.filter(|_| gate.outcome != Outcome::Passed)).into(),
        day(gate.baseline).into(),
        outcome.into(),
    ]
}

fn impossible_row(one: &Impossible) -> Vec<Lines> {
    vec![
        one.at.to_string().into(),
        [one.stage.clone(), one.owner.clone().unwrap_or_default()].into(),
        one.lead.to_string().into(),
        one.left.to_string().into(),
        format!("{} {}", one.gate.word(), one.at_the_earliest()).into(),
    ]
}

fn ranges(forecast: &Forecast, experience: &Experience, layout: Layout) -> String {
    let Experience { launches, recorded, gaps, draws } = experience;
    let mut out = format!("\nBy how long things took before: {}\n", text::count(*launches, "launch"));
    let told = forecast.gates.iter().filter_map(|gate| Some((gate, gate.range.as_ref()?)));
    let mut is_played = false;
    for (gate, told) in told {
        match told {
            Ok(range) => {
                is_played = true;
                line(&mut out, &likely(gate, range, draws.runs), layout);
            }
            Err(unknown) => line(&mut out, &not_known(gate, unknown), layout),
        }
    }
    if is_played {
        let played = format!(
            "{} runs with seed {}; each duration is drawn from those of {ENOUGH} launches or more",
            draws.runs, draws.seed
        );
        line(&mut out, &played, layout);
    }
    if *recorded > 0 {
        let sentence = format!(
            "of {}, some durations are by the dates that the plan records: one commit shows begin and end",
            text::count(*recorded, "launch")
        );
        line(&mut out, &sentence, layout);
    }
    for gap in gaps {
        line(&mut out, gap, layout);
    }
    out
}

fn likely(gate: &GateForecast, range: &Range, runs: u32) -> String {
    let Range { holds, decides, closed, .. } = range;
    let word = gate.gate.word();
    let holds = match (holds, gate.planned) {
        (Some(holds), Some(planned)) => format!("; {planned} holds in {holds} of {runs} runs"),
        _ => String::new(),
    };
    let decides = decides.iter().map(|(at, count)| format!("`{at}` in {count}")).take(NAMED);
    let closed = closed.iter().map(|(name, count)| format!("{name} in {count}")).take(NAMED);
    let decides: Vec<String> = decides.chain(closed).collect();
    let decides = match decides.as_slice() {
        [] => String::new(),
        some => format!("; what decides it: {}", text::list(some, "and")),
    };
    format!("{word} {}{holds}{decides}", days(range))
}

fn days(range: &Range) -> String {
    match (range.half, range.nine_tenths) {
        (Some(half), Some(nine_tenths)) => {
            format!("by {half} in half of the runs, by {nine_tenths} in nine of ten")
        }
        (Some(half), None) => {
            format!("by {half} in half of the runs; fewer than nine of ten runs come to a day")
        }
        (None, _) => "on no day that can be told: fewer than half of the runs come to one".to_owned(),
    }
}

fn not_known(gate: &GateForecast, unknown: &[Unknown]) -> String {
    let missing: Vec<String> = unknown.iter().map(Unknown::told).collect();
    format!(
        "{}: not known, because it takes {ENOUGH} launches to say how long something takes, and there are fewer \
         for {}",
        gate.gate.word(),
        text::first_of(&missing, NAMED)
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::days;
    use crate::forecast::Range;

    #[test]
    fn of_too_few_runs_it_is_said_that_they_are_too_few() {
        let told = |half, nine_tenths| {
            days(&Range { half, nine_tenths, holds: None, decides: Vec::new(), closed: Vec::new() })
        };
        let (early, late) = (Some(date(2026, 6, 3)), Some(date(2026, 6, 10)));
        assert_eq!(told(early, late), "by 2026-06-03 in half of the runs, by 2026-06-10 in nine of ten");
        assert_eq!(
            told(early, None),
            "by 2026-06-03 in half of the runs; fewer than nine of ten runs come to a day"
        );
        assert_eq!(told(None, None), "on no day that can be told: fewer than half of the runs come to one");
    }
}
