//! Every target of the fuzzers, by name.

use crate::fuzzed::{edits, inputs, reports, talk};

/// A name, and what holds of every input.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// Every target, as `fuzz/Cargo.toml` names it.
pub(crate) const TARGETS: [Target; 9] = [
    ("allowed_signers", inputs::signers),
    ("csv_import", inputs::sheet),
    ("edit", edits::edit),
    ("lsp", talk::talk),
    ("plan", inputs::plan),
    ("policy", inputs::policy),
    ("quantities", inputs::quantities),
    ("render", reports::render),
    ("signature", inputs::signature),
];
