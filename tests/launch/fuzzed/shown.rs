//! What holds of every other page on a plan: the one for leadership, the one of all launches, whose turn it is,
//! what changed, what was forecast, missed and verified.

use std::path::Path;

use launch::agenda::{Agenda, Whose};
use launch::brief::Brief;
use launch::brief::record::Form;
use launch::difference::Difference;
use launch::forecast::forecast;
use launch::judge::{Judge, Of, Seen};
use launch::overview::Overview;
use launch::policy::Gate;
use launch::render::difference::Compared;
use launch::render::text::Layout;
use launch::render::{self, brief, overview};
use launch::report::Report;
use launch::source::Source;
use launch::verification::Verification;
use launch::{retrace, retro};

use crate::formats::readers;
use crate::overlay::{BASE, base_day};
use crate::report::page::{faults, markdown_faults};

const LAYOUT: Layout = Layout { width: 80, color: false };

fn json(text: serde_json::Result<String>) {
    let text = text.expect("rendered");
    readers::clean(&text);
    readers::logged(&text);
    let read: Result<serde_json::Value, _> = serde_json::from_str(&text);
    assert!(read.is_ok(), "{text}");
}

fn html(page: &str) {
    readers::logged(page);
    assert_eq!(faults(page), [""; 0], "{page}");
}

/// The pages that are made of a report.
pub(super) fn of_report(report: &Report) {
    let all = Overview::of(report);
    readers::clean(&overview::text(&all, LAYOUT));
    readers::markdown(&overview::markdown(&all));
    html(&overview::html(&all, &all));
    json(overview::json(&all));
    let agenda = Agenda::of(report, Whose::Everybodys);
    readers::clean(&render::agenda::text(&agenda, LAYOUT));
    json(render::agenda::json(&agenda, &[]));
}

/// The pages that are made of a plan.
pub(super) fn of_plan(plan: &str) {
    let judge = Judge::new(Gate::External, base_day(), None).without_history();
    let (path, as_of) = (Path::new("/nowhere/plan.yaml"), base_day());
    let was =
        retrace::read(&judge, as_of, Of::Now, path, Source::new("plan.yaml", BASE)).expect("the base plan");
    let looked = judge.look(path, Source::new("plan.yaml", plan), |seen| {
        let Seen { file, standing, raised, .. } = *seen;
        let is = retrace::reading(&judge, seen);
        let difference = Difference::between(&was, &is);
        let launch = file.plan.name().to_owned();
        let compared = Compared { launch, sides: ("before".to_owned(), "now".to_owned()), as_of };
        readers::clean(&render::difference::text(&compared, &difference, LAYOUT));
        readers::markdown(&render::difference::markdown(&compared, &difference));
        json(render::difference::json(&compared, &difference));
        let retro = retro::retro(file, standing, raised, as_of, as_of);
        readers::clean(&render::retro::text(&retro, LAYOUT));
        json(render::retro::json(&retro));
        let forecasts = [forecast("plan.yaml", &seen.ctx(), raised, None)];
        readers::clean(&render::forecast::text(&forecasts, LAYOUT));
        json(render::forecast::json(as_of, &forecasts, &[]));
        let verified = Verification::of(&seen.ctx(), file);
        readers::clean(&render::verify::text(&verified, LAYOUT.width));
        json(render::verify::json(&verified));
        Brief::of(&seen.ctx(), file, raised, is)
    });
    let Ok(page) = looked else { return };
    html(&brief::render(&page, Form::Html));
    readers::clean(&brief::render(&page, Form::Text));
    let markdown = brief::render(&page, Form::Markdown);
    readers::clean(&markdown);
    assert_eq!(markdown_faults(&markdown), [""; 0], "{markdown}");
}
