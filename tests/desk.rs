//! desk
use chatfare::desk::{self, plan::DeskPlan};
use chatfare::engine::draws::Draws;
use chatfare::facts::*;
use chatfare::scenario::*;
use chatfare::statistics::tally::Tallier;
use chatfare::units::*;

fn model() -> (Model, Run) {
    let zero = Money::zero(Currency::USD);
    let reason = ContactReason {
        name: "r".into(), handling: Law::Exponential { mean: 180.0 }, call_handling: Law::Exponential { mean: 180.0 },
        same_difficulty: 0.0, turns: CountLaw::Geometric { mean: 3.0 }, thinking: Law::Lognormal { mean: 300.0, cv: 2.0 },
        patience: Law::Never, burst: None, reminder: None, fan_out: CountLaw::Fixed(1), resolved: Share(1.0),
        resolved_by_phone: Share(1.0), repeat: None, switch_to_phone: Share(0.0), value: zero,
    };
    let rate = 0.9 * 60.0 / 180.0 / 3.0 * 3600.0;
    let model = Model {
        channel: Channel::Messages,
        book: Book { businesses: vec!["main".into()], accounts: vec![AccountEntry { name: "main".into(), business: 0, zone: "UTC".into() }],
            numbers: vec![NumberEntry { name: "main".into(), account: 0 }], countries: vec!["US".into()] },
        number_share: vec![1.0], country_zone: vec!["UTC".into()],
        populations: vec![Population { name: "p".into(), size: None, countries: vec![(0, 1.0)], known: Share(1.0) }],
        reasons: vec![reason],
        sources: vec![Source { name: "s".into(), population: 0, kind: SourceKind::Contacts { reason: 0, entry: Entry::None, price: zero }, volume: Volume::Constant(HourlyRate(rate)) }],
        desk: Desk { groups: vec![Group { name: "g".into(), messages: true, phone: false, reasons: vec![], staff: Staff::Schedule(vec![20; 336]), concurrency: 3, speed: vec![1.0; 3], wage: zero, shrinkage: Share(0.0), seat: zero, zone: "UTC".into() }],
            slots: SlotUse::Released, discipline: Discipline::FirstCome, routing: Routing::LeastLoaded, acknowledgement: None, bot: None,
            answer: AnswerPolicy::AsStaffAllows, late: LatePolicy::Pay, late_as: Class::Utility, consolidate: false },
        phone: None,
        cost: Cost { in_force: "x".into(), billed: vec![], given_rates: vec![], settings: vec![], window: None, platform_month: zero },
        measures: Measures { message_threshold: Span(20 * SECOND), call_threshold: Span(20 * SECOND) }, satisfaction: None,
    };
    let run = Run { from: 1_533_081_600_000_000, to: 1_533_081_600_000_000 + 400 * DAY, zone: "UTC".into(), dates: ("".into(), "".into()),
        lead: Span(0), drain: Span::FOREVER, replications: 1, seed: 1, level: 0.95, contacts: Some(1_000_000) };
    (model, run)
}

#[test]
fn c() {
    let (model, run) = model();
    let traffic = chatfare::traffic::compile(&model, &run).unwrap();
    let rules = Rules { window: DAY, edge_inside: false, promotion: false, contact_before: false, late_price: vec![1] };
    let plan = DeskPlan::new(&model, &run, traffic, rules.clone()).unwrap();
    for seed in 0..4 {
        let mut fold = Tallier::new(run.from, run.to, [20 * SECOND; 2], &rules, (1, 1, 1));
        let start = std::time::Instant::now();
        let sums = desk::simulate(&plan, Draws::new(seed, 0, 0), &mut fold).unwrap();
        let secs = start.elapsed().as_secs_f64();
        let t = fold.finish();
        let n = t.messages.answered as f64;
        println!("{secs:.3} s {:.1} ns/turn n {n} wait {:.3} over {:.4} {:?} {:?} open {} {}", secs * 1e9 / n, t.messages.queued_sum as f64 / n / 1e6,
            t.messages.queued_over as f64 / n, t.conservation, sums.done, t.open_time, sums.staff.open_contacts);
    }
}
