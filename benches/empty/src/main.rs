//! A clap program that does nothing, with the features and the profile of `launch`.

use std::path::PathBuf;

use clap::Parser;

#[derive(Parser)]
#[command(name = "empty", version)]
struct Empty {
    _plans: Vec<PathBuf>,
}

fn main() {
    Empty::parse();
}
