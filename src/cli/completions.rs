//! `launch completions`: what makes a shell complete commands.

use clap::ValueEnum;

use crate::cli::streams::say_data;
use crate::cli::{Exit, Surroundings, complete};

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Commands, options and files are completed, and so are the ids of the plan that a command names: stages, \
hand-offs, conditions, addresses, rules. `launch` has to be on your path.

  bash, in ~/.bashrc:
    source <(launch completions bash)
  zsh, in ~/.zshrc after compinit:
    source <(launch completions zsh)
  fish, in ~/.config/fish/config.fish:
    launch completions fish | source
  elvish, in ~/.config/elvish/rc.elv:
    eval (launch completions elvish | slurp)
  powershell, in $PROFILE:
    launch completions powershell | Out-String | Invoke-Expression

Print it anew when the shell starts, as these do: it belongs to the version that printed it.

Examples:
  launch completions bash
  launch completions zsh > ~/.zfunc/_launch")]
pub(super) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
    Elvish,
}

pub(super) fn run(args: &Args, _: &Surroundings) -> anyhow::Result<Exit> {
    let name = match args.shell {
        Shell::Bash => "bash",
        Shell::Zsh => "zsh",
        Shell::Fish => "fish",
        Shell::Powershell => "powershell",
        Shell::Elvish => "elvish",
    };
    say_data(&complete::script(name)?)?;
    Ok(Exit::Go)
}
