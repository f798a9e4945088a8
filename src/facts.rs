//! All that a rule may know from outside the plan and the policy.

use jiff::civil::Date;

use crate::address::Address;
use crate::quantity::Quantity;

/// What was found out before the rules run.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The day the plan is judged for.
    pub as_of: Date,
    /// Fields whose evidence is a local path that does not exist.
    pub dangling: Vec<Address>,
    /// What the loads of other plans draw on capacities that this plan's policy shares with them.
    pub drawn: Vec<Drawn>,
}

/// A load of another plan on a shared capacity.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The capacity's id in the policy.
    pub capacity: String,
    /// The other launch.
    pub launch: String,
    /// Its file.
    pub path: String,
    /// The load's id in that plan.
    pub load: String,
    /// How much it is expected to be.
    pub forecast: Quantity,
}
