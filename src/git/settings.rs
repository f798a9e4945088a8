//! The user's settings, as `git config` gives them: for the user, in this folder.

use std::path::Path;

use super::command;
use crate::disk;
use crate::error::Error;

/// The e-mail address that a commit of the user's would have as its author's, found as `git commit`
/// finds it: `GIT_AUTHOR_EMAIL`, `author.email`, `user.email`, `EMAIL`. None where git would make one
/// up from the name of the machine.
///
/// # Errors
/// When git is not installed or fails.
pub fn user_email(folder: &Path) -> Result<Option<String>, Error> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    if let Some(email) = set("GIT_AUTHOR_EMAIL") {
        return Ok(Some(email));
    }
    let settings = settings(folder, &["--get-regexp", r"^(author|user)\.email$"])?;
    let last = |wanted: &str| {
        let values = settings.iter().rev().filter_map(|setting| setting.split_once('\n'));
        values.into_iter().find(|(key, _)| *key == wanted).map(|(_, value)| value.to_owned())
    };
    let email = last("author.email").or_else(|| last("user.email")).filter(|email| !email.is_empty());
    Ok(email.or_else(|| set("EMAIL")))
}

/// Whether a clone leaves out what it was told to fetch when it is needed, which is never done here.
pub(super) fn is_partial(folder: &Path) -> bool {
    let keys = r"^(extensions\.partialclone|remote\..*\.promisor)$";
    settings(folder, &["--get-regexp", keys]).is_ok_and(|found| !found.is_empty())
}

/// The settings that `git config` answers with; none is an answer too.
fn settings(folder: &Path, args: &[&str]) -> Result<Vec<String>, Error> {
    let near = disk::repository(folder);
    let mut command = command::git(near.as_deref().unwrap_or(folder));
    command.args(["config", "--null"]).args(args);
    let ended = command::run(command, Vec::new())?;
    if ended.code == Some(1) && ended.out.is_empty() {
        return Ok(Vec::new());
    }
    if ended.code != Some(0) {
        return Err(command::failed(&ended.err));
    }
    let values = ended.out.split_inclusive(|b| *b == 0).filter_map(|value| value.strip_suffix(b"\0"));
    Ok(values.map(|value| String::from_utf8_lossy(value).into_owned()).collect())
}
