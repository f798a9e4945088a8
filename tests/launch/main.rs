//! Everything that is tested from outside the library, in one binary.

#![expect(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod cli;
mod command;
mod docs;
mod examples;
mod overlay;
mod pages;
mod properties;
mod tidy;
