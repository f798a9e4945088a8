//! Renderers: each a function from a report to text. What a plan says is escaped here, per format.

pub mod diagnostic;
pub mod json;
pub mod list;
pub mod retro;
mod table;
pub mod text;
pub mod verify;
