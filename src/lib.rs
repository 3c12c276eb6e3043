//! **chatfare** tells what it costs, and how fast it is, to serve customers by paid messaging: under any price list, in any
//! mix of countries, with any team and answering policy, against a call centre.
//!
//! # One way through the house
//!
//! ```text
//!  scenario file ─► scenario ─► traffic ─► desk ─► facts ─┬─► tariff ────┬─► experiment ─► table ─► chart ─► report
//!                   (checked)   (who,      (agents,       └─► statistics ┘   (staffing,    (Parquet, (SVG,   (one HTML
//!                                when)      queues)            (tallies)      replications) CSV)      PNG)    file)
//! ```
//!
//! * [`scenario`]: one TOML file becomes a checked [`scenario::Scenario`]; every problem is reported at once, with its place.
//! * [`traffic`]: who writes or calls, when, from which country, about what. Knows nothing of agents or prices.
//! * [`desk`]: the discrete-event simulation of a team, calls and messages in one, on the event list, named draws and laws of
//!   [`engine`].
//! * [`facts`]: what happened, in order of time: *the* interface between simulation and money.
//! * [`tariff`]: price lists said in one vocabulary, and pure folds over facts that count units; money is counts × rates.
//! * [`statistics`]: tallies, intervals, and the closed forms (Erlang B, C, A, M/M/c+G) that stand beside every simulation.
//! * [`experiment`]: staffs both sides for their promise, runs variants × replications in parallel, compares them paired.
//! * [`table`], [`chart`], [`report`]: what a reader gets. [`cli`]: the command.
//!
//! Nothing imports to the right of itself (`tests/layering.rs`). Time is integer microseconds, money integer nano-units, so
//! the same scenario gives the same bytes on any number of threads.
//!
//! # A first run
//!
//! ```
//! use chatfare::experiment::{runner::Unwatched, study::study};
//! use chatfare::scenario::{LoadOptions, load_text};
//!
//! let text = r#"
//!     format = 1
//!     [run]
//!     from = "2018-08-01"
//!     to = "2018-08-03"
//!     replications = 3
//!     [business]
//!     zone = "Europe/Paris"
//!     [currency]
//!     report = "USD"
//!     [population.customers]
//!     size = 5000
//!     countries = { FR = "100 %" }
//!     [reason.delivery]
//!     volume = "200/day"
//!     handling = "lognormal, mean 3 min, CV 1"
//!     [group.team]
//!     hours = "always"
//!     agents = 4
//!     wage = "20 USD"
//!     [tariff]
//!     in_force = "whatsapp-2018-08"
//!     [tariff.rates]
//!     FR = "0.07 USD"
//! "#;
//! let scenario = load_text("first", text, &LoadOptions::default()).map_err(|report| report.render(false))?;
//! let study = study(&scenario, &Unwatched).map_err(|problems| problems.join("\n"))?;
//! let cost = study.tables.value("messages", "all", "cost_per_resolved").ok_or("nothing was resolved")?;
//! assert_eq!(cost.n, 3);
//! assert!(cost.lower < Some(cost.mean) && Some(cost.mean) < cost.upper);
//! # Ok::<(), String>(())
//! ```

pub mod billing;
pub mod chart;
pub mod cli;
pub mod desk;
pub mod engine;
pub mod experiment;
pub mod facts;
pub mod log;
pub mod report;
pub mod scenario;
pub mod statistics;
pub mod table;
pub mod tariff;
pub mod traffic;
pub mod units;
