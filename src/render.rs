//! Renderers: each a function from a report to text. What a plan says is escaped here, per format.

pub mod agenda;
pub mod brief;
pub mod csv;
pub mod diagnostic;
pub mod difference;
pub mod forecast;
pub mod github;
pub mod gitlab;
pub mod ics;
pub mod import;
pub mod issue;
pub mod json;
pub mod junit;
pub mod list;
pub mod markdown;
pub mod overview;
mod pretty;
pub mod retro;
pub mod sarif;
pub mod simulate;
pub mod site;
mod table;
pub mod text;
pub mod timeline;
pub mod verify;
mod words;
