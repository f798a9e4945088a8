//! What every JSON document of this tool begins with. What a key means in one of them, it means in all.

use serde::Serialize;

use crate::render::pretty::pretty;

/// The version of the documents. It counts up when a key changes its meaning or goes.
pub(super) const SCHEMA: u32 = 1;

/// The tool that writes them.
pub(super) const TOOL: &str = concat!("launch ", env!("CARGO_PKG_VERSION"));

/// A whole document.
#[derive(Serialize)]
struct Document<'a, Body> {
    schema: u32,
    tool: &'static str,
    #[serde(flatten)]
    body: &'a Body,
}

/// A document with a body of so many bytes, about.
pub(super) fn document(body: &impl Serialize, about: usize) -> serde_json::Result<String> {
    pretty(&Document { schema: SCHEMA, tool: TOOL, body }, about)
}
