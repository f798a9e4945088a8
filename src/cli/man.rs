//! `launch man`: the manual, made of what `--help` says.

use std::io;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Command, ValueHint};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::cli::streams::{say_data, say_written};
use crate::cli::{Exit, Surroundings, command};
use crate::disk;
use crate::text::{count, width};

/// The most columns of a line that is printed as it is.
const LINE: usize = 80;

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  launch man > launch.1
  launch man --output ~/.local/share/man/man1

Exit codes:
  0 printed, or written
  2 a page was not written, or that cannot be told: standard error says which")]
pub(super) struct Args {
    /// Write a page for each command into a folder: `launch.1`, `launch-check.1`, …
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &Args, _: &Surroundings) -> anyhow::Result<Exit> {
    let mut command = command().disable_help_subcommand(true);
    command.build();
    let Some(folder) = &args.output else {
        say_data(&String::from_utf8(page(&command)?)?)?;
        return Ok(Exit::Go);
    };
    let shown = disk::shown(folder);
    disk::make_folder(folder).with_context(|| format!("the folder `{shown}` cannot be made"))?;
    let parts: Vec<&Command> = command.get_subcommands().filter(|part| !part.is_hide_set()).collect();
    for part in [&command].into_iter().chain(parts.iter().copied()) {
        let path = folder.join(Man::new(part.clone()).get_filename());
        disk::write_report(&path, &page(part)?)
            .with_context(|| format!("`{}` cannot be written", disk::shown(&path)))?;
    }
    say_written(&shown, &format!("Wrote {} into {shown}\n", count(parts.len() + 1, "page")))?;
    Ok(Exit::Go)
}

/// The page of a command. Its last part is printed line by line, as examples have to be; what is longer than a line
/// is a paragraph.
fn page(command: &Command) -> io::Result<Vec<u8>> {
    let man = Man::new(command.clone())
        .source(concat!("launch ", env!("CARGO_PKG_VERSION")))
        .manual("Launch plans");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    if let Some(more) = command.get_after_long_help().or(command.get_after_help()) {
        let mut roff = Roff::new();
        roff.control("SH", ["NOTES AND EXAMPLES"]).control("nf", []);
        for line in more.to_string().lines() {
            match width(line) > LINE && !line.starts_with(' ') {
                true => roff.control("fi", []).text([roman(line)]).control("nf", []),
                false => roff.text([roman(line)]),
            };
        }
        roff.control("fi", []);
        roff.to_writer(&mut page)?;
    }
    Ok(page)
}
