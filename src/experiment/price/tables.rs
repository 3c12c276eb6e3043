//! The game solved on its grid and under its named rules, and the tables of it.

use super::choices::Player;
use super::game::{Game, Horizon, Rule};
use super::market::{Factors, Side, Sum, side};
use super::numbers::{NUMBERS, sectioned, waits_by_replication};
use super::simulate::Simulated;
use super::solve::{Point, Solver, Weights, get, objective};
use super::{claims, grid};
use crate::table::{ElasticityRow, Estimate, FirmRow, PlatformRow, PriceTables, WinnerRow};

/// A game solved.
pub struct Solved<'a> {
    /// The game.
    pub game: &'a Game,
    /// Who chooses.
    pub players: &'a [Player],
    /// What was simulated.
    pub simulated: &'a [Simulated],
    /// The same with values on it.
    pub sides: Vec<Side>,
    /// Weights of replications.
    pub weights: Weights,
    /// What firms hold before the game.
    pub today: Vec<usize>,
    /// `points[horizon][rule of the grid]`.
    pub grid: Vec<Vec<Point>>,
    /// `rules[horizon][named rule]`.
    pub rules: Vec<Vec<Point>>,
    /// Every firm takes calls only, under the rule asked about; `None` if one of them cannot.
    pub calls: Option<Point>,
    /// Best point of the grid at each horizon.
    pub best: Vec<usize>,
    /// Share of draws in which each point of the grid is the best: `chance[horizon][point]`.
    pub chance: Vec<Vec<f64>>,
}

impl<'a> Solved<'a> {
    /// Solves a game with the file's own values.
    pub fn new(game: &'a Game, players: &'a [Player], simulated: &'a [Simulated]) -> Solved<'a> {
        Solved::with(game, players, simulated, &vec![Factors::NONE; players.len()])
    }

    /// The same with other values, by segment.
    pub fn with(game: &'a Game, players: &'a [Player], simulated: &'a [Simulated], factors: &[Factors]) -> Solved<'a> {
        let sides = players.iter().zip(simulated).zip(factors).map(|((p, s), f)| side(game, p, s, *f));
        let sides: Vec<Side> = sides.collect();
        let run = players[0].run();
        let weights = Weights::new(run.replications as usize, run.seed, run.level);
        let (today, points, rules, calls) = {
            let solver = Solver::new(players, &sides, &weights, game.platform.indifference);
            let today = solver.today(&game.rules[game.claims.against].rule);
            let candidates = grid(game);
            let of =
                |rules: &[Rule], horizon| rules.iter().map(|r| solver.point(r, horizon, &today)).collect::<Vec<_>>();
            let named: Vec<Rule> = game.rules.iter().map(|named| named.rule.clone()).collect();
            let points: Vec<Vec<Point>> = Horizon::ALL.iter().map(|h| of(&candidates, *h)).collect();
            let rules: Vec<Vec<Point>> = Horizon::ALL.iter().map(|h| of(&named, *h)).collect();
            let phone = |player: &Player| player.choices.iter().position(|choice| choice.name == "phone");
            let phones: Option<Vec<usize>> = players.iter().map(phone).collect();
            let calls = phones.map(|choices| solver.held(&named[game.claims.rule], &choices));
            (today, points, rules, calls)
        };
        let goal = game.platform.objective;
        let worth = |point: &Point| point.values(|sums| objective(goal, sums));
        let (mut best, mut chance) = (Vec::new(), Vec::new());
        for points in points.iter().filter(|points| !points.is_empty()) {
            let values: Vec<Vec<f64>> = points.iter().map(worth).collect();
            best.push(top(&values, 0));
            let draws = values[0].len();
            let mut counts = vec![0_u32; points.len()];
            (1..draws).for_each(|w| counts[top(&values, w)] += 1);
            chance.push(counts.iter().map(|c| f64::from(*c) / (draws - 1).max(1) as f64).collect());
        }
        Solved { game, players, simulated, sides, weights, today, grid: points, rules, calls, best, chance }
    }

    /// The level of intervals.
    pub fn level(&self) -> f64 {
        self.players[0].run().level
    }

    /// Currency code of the tables.
    pub fn currency(&self) -> &str {
        self.players[0].scenario.currencies.report.code()
    }

    /// Scene of a rule for each segment.
    pub fn scenes(&self, rule: &Rule) -> Vec<Option<usize>> {
        self.sides.iter().zip(self.players).map(|(side, player)| side.at(player, rule)).collect()
    }

    /// Waits under a point: pooled quantile and its sections.
    pub fn waits(&self, point: &Point, segment: Option<usize>, p: f64) -> (Option<f64>, Vec<f64>) {
        waits_by_replication(point, &self.sides, self.simulated, &self.scenes(&point.rule), segment, p)
    }

    /// All tables but the assumptions.
    pub fn tables(&self) -> PriceTables {
        let mut tables = PriceTables::default();
        for (h, horizon) in Horizon::ALL.iter().enumerate() {
            let word = horizon.word();
            for (i, point) in self.grid[h].iter().enumerate() {
                self.platform_rows(&mut tables.platform, word, "grid", point, Some(self.chance[h][i]));
                self.response_rows(&mut tables.responses, word, "grid", point);
            }
            for (named, point) in self.game.rules.iter().zip(&self.rules[h]) {
                self.platform_rows(&mut tables.platform, word, &named.name, point, None);
                self.response_rows(&mut tables.responses, word, &named.name, point);
            }
            self.winner_rows(&mut tables.winners, h);
            self.elasticity_rows(&mut tables.elasticities, h);
        }
        tables.claims = claims::claims(self);
        tables
    }

    fn platform_rows(
        &self,
        rows: &mut Vec<PlatformRow>,
        horizon: &'static str,
        rule: &str,
        point: &Point,
        chance: Option<f64>,
    ) {
        let row = |metric: &'static str, unit: &str, value: Estimate| PlatformRow {
            horizon,
            rule: rule.to_string(),
            tariff: short(&point.rule.tariff),
            window_s: seconds(&point.rule),
            prices: prices_words(self.game, &point.rule.prices),
            price: point.rule.prices[0],
            metric,
            unit: unit_words(unit, self.currency()),
            value,
        };
        for number in NUMBERS {
            let value = self.weights.estimate(&point.values(number.of));
            if value.mean.is_finite() {
                rows.push(row(number.name, number.unit, value));
            }
        }
        let goal = self.game.platform.objective;
        rows.push(row("objective", "money a year", self.weights.estimate(&point.values(|s| objective(goal, s)))));
        for (name, p) in [("response_median", 0.5), ("response_p90", 0.9)] {
            rows.extend(sectioned(&self.waits(point, None, p), self.level()).map(|value| row(name, "s", value)));
        }
        if let Some(chance) = chance {
            let value = Estimate {
                mean: chance,
                level: self.level(),
                n: self.players[0].run().replications,
                ..Estimate::default()
            };
            rows.push(row("best_probability", "share", value));
        }
    }

    fn response_rows(&self, rows: &mut Vec<FirmRow>, horizon: &'static str, rule: &str, point: &Point) {
        for (s, player) in self.players.iter().enumerate() {
            let choice = point.choices[0][s];
            let row = |metric: &'static str, unit: &str, value: Estimate| FirmRow {
                horizon,
                rule: rule.to_string(),
                window_s: seconds(&point.rule),
                prices: prices_words(self.game, &point.rule.prices),
                price: point.rule.prices[0],
                segment: player.segment.name.clone(),
                today: player.choices[self.today[s]].name.clone(),
                choice: player.choices[choice].name.clone(),
                probability: point.probability(s),
                gain: point.gains.get(s).copied().filter(|gain| gain.is_finite()),
                metric,
                unit: unit_words(unit, self.currency()),
                value,
            };
            let firms = self.sides[s].firms.max(f64::MIN_POSITIVE);
            for (name, sum) in [("fees", Sum::Revenue), ("payoff", Sum::Payoff), ("cost", Sum::Cost)] {
                let values = point.segment_values(s, |sums| get(sums, sum) / firms);
                rows.push(row(name, "money a year", self.weights.estimate(&values)));
            }
            for number in
                NUMBERS.iter().filter(|n| matches!(n.name, "inside_window" | "answered_share" | "response_mean"))
            {
                let value = self.weights.estimate(&point.segment_values(s, number.of));
                if value.mean.is_finite() {
                    rows.push(row(number.name, number.unit, value));
                }
            }
            for (name, p) in [("response_median", 0.5), ("response_p90", 0.9)] {
                rows.extend(sectioned(&self.waits(point, Some(s), p), self.level()).map(|value| row(name, "s", value)));
            }
        }
    }

    /// The best rule and the rule asked about, against each named rule.
    fn winner_rows(&self, rows: &mut Vec<WinnerRow>, h: usize) {
        let horizon = Horizon::ALL[h].word();
        let asked = self.game.claims.rule;
        let shown = [
            ("best".to_string(), &self.grid[h][self.best[h]]),
            (self.game.rules[asked].name.clone(), &self.rules[h][asked]),
        ];
        for (rule, point) in &shown {
            for (against, other) in self.game.rules.iter().zip(&self.rules[h]).filter(|(named, _)| named.name != *rule)
            {
                let mut row = |who: String, firms: f64, values: Vec<f64>| {
                    let difference = self.weights.estimate(&values);
                    rows.push(WinnerRow {
                        horizon,
                        rule: rule.clone(),
                        against: against.name.clone(),
                        who,
                        firms,
                        unit: unit_words("money a year", self.currency()),
                        difference,
                        reading: reading(&difference, "wins", "loses"),
                    });
                };
                for (s, player) in self.players.iter().enumerate() {
                    let firms = self.sides[s].firms;
                    let per_firm = |sum: Sum| {
                        let of = |p: &Point| p.segment_values(s, |sums| get(sums, sum) / firms.max(f64::MIN_POSITIVE));
                        minus(&of(point), &of(other))
                    };
                    row(player.segment.name.clone(), firms, per_firm(Sum::Payoff));
                    if player.segment.customers.is_some() {
                        row(format!("customers of {}", player.segment.name), firms, per_firm(Sum::Surplus));
                    }
                }
                let earned = |p: &Point| p.values(|s| get(s, Sum::Revenue) - get(s, Sum::PlatformCost));
                row("platform".into(), 1.0, minus(&earned(point), &earned(other)));
            }
        }
    }

    fn elasticity_rows(&self, rows: &mut Vec<ElasticityRow>, h: usize) {
        let points = &self.grid[h];
        let usual = nearest_to_one(&self.game.platform.prices);
        let quantities: [(&'static str, Sum); 6] = [
            ("charged messages", Sum::Charged),
            ("revenue", Sum::Revenue),
            ("answers inside the window", Sum::Inside),
            ("agents' hours", Sum::Hours),
            ("contacts by phone", Sum::ByPhone),
            ("resolved contacts", Sum::Resolved),
        ];
        for market in 0..self.game.markets() {
            let alone = |p: &&Point| p.rule.prices.iter().enumerate().all(|(m, x)| m == market || *x == usual);
            let line: Vec<&Point> = points.iter().filter(alone).filter(|p| p.rule.prices[market] > 0.0).collect();
            for pair in line.windows(2).filter(|pair| pair[0].rule.window == pair[1].rule.window) {
                let (from, to) = (pair[0].rule.prices[market], pair[1].rule.prices[market]);
                for (quantity, sum) in quantities {
                    let values = pair.iter().map(|p| p.values(|s| get(s, sum))).collect::<Vec<_>>();
                    let arc =
                        |(a, b): (&f64, &f64)| (libm::log(*b) - libm::log(*a)) / (libm::log(to) - libm::log(from));
                    let value = self.weights.estimate(&values[0].iter().zip(&values[1]).map(arc).collect::<Vec<_>>());
                    if value.mean.is_finite() {
                        rows.push(ElasticityRow {
                            horizon: Horizon::ALL[h].word(),
                            window_s: seconds(&pair[0].rule).unwrap_or(f64::NAN),
                            market: self
                                .game
                                .platform
                                .markets
                                .get(market)
                                .map_or("all".into(), |(name, _)| name.clone()),
                            from,
                            to,
                            quantity,
                            value,
                        });
                    }
                }
            }
        }
    }
}

/// The place of the highest value under a row of weights; the first of equals.
fn top(values: &[Vec<f64>], w: usize) -> usize {
    (0..values.len()).fold(0, |best, i| if values[i][w] > values[best][w] { i } else { best })
}

fn nearest_to_one(prices: &[f64]) -> f64 {
    prices.iter().copied().fold(
        f64::NAN,
        |near, x| {
            if near.is_nan() || (x - 1.0).abs() < (near - 1.0).abs() { x } else { near }
        },
    )
}

/// Values of one point less those of another, draw by draw.
pub fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(x, y)| x - y).collect()
}

/// A difference in words.
pub fn reading(difference: &Estimate, above: &'static str, below: &'static str) -> &'static str {
    match (difference.lower, difference.upper) {
        (Some(lower), _) if lower > 0.0 => above,
        (_, Some(upper)) if upper < 0.0 => below,
        _ => "not distinguishable",
    }
}

/// The window of a rule, s.
pub fn seconds(rule: &Rule) -> Option<f64> {
    rule.window.map(|window| window.seconds())
}

/// `1`, or `europe 2, others 1`.
pub fn prices_words(game: &Game, prices: &[f64]) -> String {
    let markets = &game.platform.markets;
    if markets.is_empty() {
        return crate::table::plain(prices[0]);
    }
    let each = markets.iter().zip(prices).map(|((name, _), price)| format!("{name} {}", crate::table::plain(*price)));
    each.collect::<Vec<_>>().join(", ")
}

/// `money a year` as `EUR a year`.
pub fn unit_words(unit: &str, currency: &str) -> String {
    unit.replace("money", currency)
}

/// A tariff's name without the folders of a file.
pub fn short(tariff: &str) -> String {
    std::path::Path::new(tariff).file_name().map_or(tariff.to_string(), |name| name.to_string_lossy().into_owned())
}
