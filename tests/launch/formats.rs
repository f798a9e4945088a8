//! Every format of one report, read back by somebody else's reader, and held against its schema.

mod calendar;
mod cases;
mod hostile;
pub(crate) mod kept;
mod nothing_lost;
mod outputs;
mod paths;
pub(crate) mod pieces;
pub(crate) mod readers;
mod rich;
mod snapshots;
mod strict;
pub(crate) mod texts;
