//! `--format github`: workflow commands that become annotations in the pull request.

use std::fmt::Write as _;

use crate::render::issue::{Issue, Origin, Weight};
use crate::render::words;
use crate::report::{PlanReport, Report};
use crate::source::STDIN;
use crate::text::{self, Signs, count, harmless, visible};
use crate::verdict::Verdict;

/// How many annotations of one kind the platform shows for a step; the others it drops without a word.
const SHOWN: usize = 10;

/// Where everything stands of which only the most severe is annotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// In the summary of the step.
    InSummary,
    /// Nowhere: there is no summary that it could be written to.
    Nowhere,
}

/// The most severe issues as annotations, then the verdict as a line of the log.
pub fn render(report: &Report, issues: &[Issue<'_>], whole: Whole) -> String {
    let mut sorted: Vec<&Issue<'_>> = issues.iter().collect();
    sorted.sort_by_key(|issue| issue.weight);
    let [errors, warnings, notices] = [Kind::Error, Kind::Warning, Kind::Notice]
        .map(|kind| sorted.iter().filter(|issue| kind_of(issue.weight) == kind).collect::<Vec<_>>());
    let cut = [
        (&errors, SHOWN, "error annotation"),
        (&warnings, SHOWN, "warning annotation"),
        (&notices, SHOWN - 1, "notice annotation"),
    ];
    let mut out = String::new();
    let left_out = cut.map(|(all, most, noun)| (all.len().saturating_sub(most), noun));
    if let Some(line) = roll_up(report, &left_out, whole) {
        out.push_str(&line);
    }
    for (all, most, _) in cut {
        all.iter().take(most).for_each(|issue| annotation(&mut out, issue));
    }
    let launches = count(report.plans.len(), "launch");
    let _ = writeln!(out, "{}: {launches}, {}{}", word(report), counts(issues), by_strict(report, issues));
    report.plans.iter().for_each(|plan| asides(&mut out, plan));
    out
}

/// How much is wrong, counted as the other formats do.
fn counts(issues: &[Issue<'_>]) -> String {
    let of = |weights: [Weight; 2]| issues.iter().filter(|issue| weights.contains(&issue.weight)).count();
    let followers = of([Weight::FollowingError, Weight::FollowingWarning]);
    format!(
        "{}, {}{}",
        count(of([Weight::Invalid, Weight::Error]), "error"),
        count(of([Weight::Warning; 2]), "warning"),
        words::followers(followers).map(|told| format!(", {told}")).unwrap_or_default()
    )
}

/// What of it is there by `--strict` alone.
fn by_strict(report: &Report, issues: &[Issue<'_>]) -> String {
    let agreed = issues.iter().filter(|issue| matches!(issue.origin, Origin::Agreed(_))).count();
    match agreed {
        _ if report.fails_by_strict() => format!("; {}", words::FAILS_BY_STRICT),
        agreed if report.strict && agreed > 0 => format!("; of the errors, {agreed} by --strict alone"),
        _ => String::new(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Error,
    Warning,
    Notice,
}

fn kind_of(weight: Weight) -> Kind {
    match weight {
        Weight::Invalid | Weight::Error | Weight::FollowingError => Kind::Error,
        Weight::Warning | Weight::FollowingWarning => Kind::Warning,
        Weight::Excused | Weight::Note => Kind::Notice,
    }
}

fn word(report: &Report) -> &'static str {
    report.verdict.map_or("NO VERDICT", Verdict::title)
}

/// What is not shown, if anything is not. It takes the place of one notice.
fn roll_up(report: &Report, left_out: &[(usize, &str)], whole: Whole) -> Option<String> {
    let parts: Vec<String> =
        left_out.iter().filter(|(more, _)| *more > 0).map(|(more, noun)| count(*more, noun)).collect();
    let list = text::list(&parts, "and");
    (!parts.is_empty()).then(|| {
        let place = match whole {
            Whole::InSummary => "the summary of this step has them all",
            Whole::Nowhere => "`--output markdown=FILE` writes them all",
        };
        let said = format!("{list} more than can be shown here: {place}");
        format!("::notice title={}::{said}\n", word(report))
    })
}

/// What the log says of how a plan was judged. No line begins with the plan's words: it would be a command.
fn asides(out: &mut String, plan: &PlanReport) {
    let mut lines = words::reminders(plan);
    if let Some((title, changes)) = words::since(plan) {
        lines.extend(changes.iter().map(|change| format!("{title}: {change}")));
    }
    for line in lines {
        let _ = writeln!(out, "{}", harmless(&format!("on {}: {}", visible(&plan.path), visible(&line))));
    }
}

fn annotation(out: &mut String, issue: &Issue<'_>) {
    let command = match kind_of(issue.weight) {
        Kind::Error => "error",
        Kind::Warning => "warning",
        Kind::Notice => "notice",
    };
    let mut title = issue.check.to_owned();
    if let Some(at) = issue.at() {
        let _ = write!(title, " at {at}");
    }
    if let Some(excuse) = issue.excuse() {
        let _ = write!(title, " ({excuse})");
    }
    let title = property(&title);
    let mut properties = Vec::new();
    if issue.path != STDIN {
        properties.push(format!("file={}", property(&issue.path)));
        if let Some(place) = issue.place {
            let (start, end) = (place.start, place.end);
            properties.push(format!("line={}", start.line));
            // The platform refuses columns of different lines.
            if start.line == end.line {
                properties.push(format!("col={}", start.column));
            }
            properties.push(format!("endLine={}", end.line));
            if start.line == end.line {
                properties.push(format!("endColumn={}", end.column));
            }
        }
    }
    properties.push(format!("title={title}"));
    let _ = writeln!(out, "::{command} {}::{}", properties.join(","), message(issue));
}

/// What is wrong, and below it what to do.
fn message(issue: &Issue<'_>) -> String {
    let lines: Vec<_> = [Some(issue.message), issue.help].into_iter().flatten().map(visible).collect();
    data(&lines.join("\n"))
}

/// Text behind the second `::`. The percent sign comes first, or it would escape the escapes. A runner that
/// obeys `##[` does so wherever it stands.
fn data(text: &str) -> String {
    Signs::WORDS.within(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which a comma or a colon would end.
fn property(text: &str) -> String {
    data(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn a_text_neither_ends_its_command_nor_begins_another() {
        assert_eq!(data("100 %\n::error::x\r%0A"), "100 %25%0A::error::x%0D%250A");
        assert_eq!(property("a:b,c%3A\n"), "a%3Ab%2Cc%253A\\n");
        assert_eq!(data("a ##[error]b ##vso[task]c ## [d]"), "a ##\\[error]b ##vso\\[task]c ## [d]");
        assert_eq!(property("##[error]"), "##\\[error]");
    }
}
