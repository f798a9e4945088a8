//! Every format of one report, read back by somebody else's reader, and held against its schema.

mod hostile;
mod nothing_lost;
mod outputs;
mod readers;
mod rich;
mod snapshots;
