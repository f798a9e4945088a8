//! `launch report` of several plans: all launches on one page.

use crate::cli::report::{Args, FormArg, Terms};
use crate::cli::streams::{Made, deliver, say_aside};
use crate::cli::{Exit, Surroundings};
use crate::judge::{Judge, Target};
use crate::overview::Overview;
use crate::render::overview;
use crate::render::text::Layout;

pub(super) fn run(
    args: &Args,
    format: FormArg,
    terms: &Terms<'_>,
    targets: &[Target],
    surroundings: &Surroundings,
) -> anyhow::Result<Exit> {
    let judge = Judge::new(terms.gate, terms.as_of, terms.policy).policy_from(terms.policy_from);
    let found = Overview::of(&judge.report(targets));
    let layout = Layout { width: surroundings.width, color: false };
    let rendered = match format {
        FormArg::Text => Made::Words(overview::text(&found, layout)),
        FormArg::Markdown => Made::Words(overview::markdown(&found)),
        FormArg::Html => Made::Data(overview::html(&found)),
        FormArg::Json => Made::Data(overview::json(&found)?),
    };
    deliver(&rendered, args.place.file())?;
    let broken: Vec<_> =
        found.launches.iter().filter_map(|one| Some((&one.path, one.unreadable()?))).collect();
    for (path, why) in &broken {
        say_aside(&format!(
            "error: no verdict on {}: {}\n",
            crate::text::visible(path),
            crate::text::visible(why)
        ));
    }
    Ok(if broken.is_empty() { Exit::Go } else { Exit::CannotTell })
}
