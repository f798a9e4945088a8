//! `--format csv`: the hand-offs, for a spreadsheet.

use std::borrow::Cow;

use csv::{Terminator, WriterBuilder};

use crate::report::{HandOffRow, Report};
use crate::text::{harmless, visible};

const HEADINGS: [&str; 10] =
    ["plan", "launch", "hand-off", "from", "to", "what", "state", "due", "days late", "turn of"];

/// The hand-offs of all plans, one a row.
///
/// # Errors
/// Never in practice: it is written to memory.
pub fn render(report: &Report) -> anyhow::Result<String> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(HEADINGS)?;
    for plan in &report.plans {
        let [path, launch] = [&plan.path, plan.launch.as_deref().unwrap_or_default()].map(safe);
        for handoff in &plan.handoffs {
            writer.write_field(path.as_bytes())?;
            writer.write_field(launch.as_bytes())?;
            for cell in cells(handoff) {
                writer.write_field(safe(&cell).as_bytes())?;
            }
            writer.write_record(None::<&[u8]>)?;
        }
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8(bytes)?)
}

fn cells(handoff: &HandOffRow) -> [Cow<'_, str>; 8] {
    [
        Cow::Borrowed(&handoff.id),
        Cow::Borrowed(&handoff.from),
        Cow::Borrowed(&handoff.to),
        Cow::Borrowed(&handoff.what),
        Cow::Borrowed(handoff.state.word()),
        handoff.due.map(|due| due.to_string()).unwrap_or_default().into(),
        handoff.days_late.map(|late| late.to_string()).unwrap_or_default().into(),
        Cow::Borrowed(handoff.turn.as_deref().unwrap_or_default()),
    ]
}

/// A cell that no spreadsheet takes for a formula: what begins as one does stands behind a quote. A
/// spreadsheet that cuts rows at `;` begins a cell there, too. Nor does a log take it for a command.
fn safe(cell: &str) -> Cow<'_, str> {
    let mut cell = visible(cell);
    let changed = match harmless(&cell) {
        Cow::Borrowed(_) => None,
        Cow::Owned(changed) => Some(changed),
    };
    if let Some(changed) = changed {
        cell = Cow::Owned(changed);
    }
    let begins = |part: &str| part.trim_start().starts_with(FORMULA);
    if cell.starts_with(|c: char| c.is_ascii_alphanumeric()) && !cell.contains(';') {
        return cell;
    }
    if !cell.split(';').any(begins) {
        return cell;
    }
    let guarded = cell.split(';').map(|part| if begins(part) { format!("'{part}") } else { part.to_owned() });
    Cow::Owned(guarded.collect::<Vec<_>>().join(";"))
}

/// What a formula begins with, in full width, too. Tabs and line ends have become visible before.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(safe("price list; 2 pages - draft"), "price list; 2 pages - draft");
        assert_eq!(safe("=1+1"), "'=1+1");
        assert_eq!(safe(" @SUM(A1)"), "' @SUM(A1)");
        assert_eq!(safe("a;=1+1;-2"), "a;'=1+1;'-2");
        assert_eq!(safe("＝cmd"), "'＝cmd");
        assert_eq!(safe("\t=1"), "\\t=1");
    }

    #[test]
    fn no_cell_is_a_command() {
        assert_eq!(safe("::error::a.yaml"), "\\::error::a.yaml");
        assert_eq!(safe("a ::b ##[group]"), "a ::b ##\\[group]");
    }
}
