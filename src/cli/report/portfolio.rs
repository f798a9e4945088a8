//! `launch report` of several plans: all launches on one page.

use crate::cli::place::Goal;
use crate::cli::report::{FormArg, Terms};
use crate::cli::streams::{Made, say_no_verdict};
use crate::cli::{Exit, Surroundings};
use crate::judge::Target;
use crate::overview::Overview;
use crate::render::overview;
use crate::render::text::Layout;

pub(super) fn run(
    place: &Goal<FormArg>,
    terms: &Terms<'_>,
    targets: &[Target],
    surroundings: &Surroundings,
) -> anyhow::Result<Exit> {
    let judge = terms.judge();
    let found = Overview::of(&judge.report(targets));
    let glance = found.by_name(&judge.names());
    let layout = Layout { width: surroundings.width, color: false };
    let rendered = match place.format {
        FormArg::Text => Made::Words(overview::text(&glance, layout)),
        FormArg::Markdown => Made::Words(overview::markdown(&glance)),
        FormArg::Html => Made::Data(overview::html(&found, &glance)),
        FormArg::Json => Made::Data(overview::json(&found)?),
    };
    place.deliver(&rendered, &judge)?;
    let broken: Vec<_> = found
        .launches
        .iter()
        .filter_map(|one| Some((one.path.as_str(), overview::cannot_be_read(one)?)))
        .collect();
    let exit = if broken.is_empty() { Exit::Go } else { Exit::CannotTell };
    say_no_verdict(broken.into_iter());
    Ok(exit)
}
