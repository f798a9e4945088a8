//! Every target of the fuzzers, by name.

use crate::fuzzed::{edits, inputs, reports, talk};

/// A name, and what holds of every input.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// Every target, as `fuzz/Cargo.toml` names it.
pub(crate) const TARGETS: [Target; 17] = [
    ("allowed_signers", inputs::signers),
    ("csv_import", inputs::sheet),
    ("edit", edits::edit),
    ("lsp", talk::talk),
    ("plan", inputs::plan),
    ("policy", inputs::policy),
    ("quantities", inputs::quantities),
    ("render_csv", reports::csv),
    ("render_github", reports::github),
    ("render_gitlab", reports::gitlab),
    ("render_html", reports::html),
    ("render_ics", reports::ics),
    ("render_json", reports::json_and_text),
    ("render_junit", reports::junit),
    ("render_markdown", reports::markdown),
    ("render_sarif", reports::sarif),
    ("signature", inputs::signature),
];
