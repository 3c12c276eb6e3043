//! Exports of providers and help desks: composed after their documentation, numbers invented.

use super::desk::{Desk, lines, log, one};
use chatfare::facts::Class;
use chatfare::log::{Mapping, Options, Unmarked, VerdictType, counts};

fn with(mapping: &str, unmarked: &str) -> Options {
    let mut map = Mapping::default();
    if !mapping.is_empty() {
        map.add(mapping).expect("a mapping");
    }
    Options { mapping: Some(map), unmarked: Unmarked::parse(unmarked).expect("a rule"), ..Options::default() }
}

#[test]
fn twilio() {
    let csv = "From,To,Body,Status,SentDate,ApiVersion,NumSegments,ErrorCode,AccountSid,Sid,Direction,Price,PriceUnit\n\
        whatsapp:+573005550101,whatsapp:+5715550100,Hi,received,2026-10-03T04:00:00Z,2010,1,,AC1,SM1,inbound,-0.005,USD\n\
        whatsapp:+5715550100,whatsapp:+573005550101,\"Yes, we are\",read,2026-10-03T04:01:00Z,2010,2,,AC1,SM2,outbound-api,,USD\n\
        whatsapp:+5715550100,whatsapp:+573005550101,x,undelivered,2026-10-03T04:02:00Z,2010,1,63016,AC1,SM3,outbound-api,-0.001,USD\n";
    let json = r#"{"messages":[
        {"sid":"SM1","account_sid":"AC1","from":"whatsapp:+573005550101","to":"whatsapp:+5715550100","status":"received","direction":"inbound","date_sent":"Sat, 03 Oct 2026 04:00:00 +0000","num_segments":"1"},
        {"sid":"SM2","account_sid":"AC1","from":"whatsapp:+5715550100","to":"whatsapp:+573005550101","status":"read","direction":"outbound-api","date_sent":"Sat, 03 Oct 2026 04:01:00 +0000","num_segments":"2"},
        {"sid":"SM3","account_sid":"AC1","from":"whatsapp:+5715550100","to":"whatsapp:+573005550101","status":"undelivered","direction":"outbound-api","date_sent":"Sat, 03 Oct 2026 04:02:00 +0000","num_segments":"1"}]}"#;
    for (name, text, read_as) in
        [("t.csv", csv, "Twilio messages, separated by commas"), ("t.json", json, "Twilio messages, JSON")]
    {
        let mut log = one(name, text).open(&with("", "free-form")).expect("a log");
        assert_eq!(
            lines(&mut log),
            [
                "04:00:00 in @+5715550100 CO SM1",
                "04:01:00 out service Delivered window 04:00:00 Quantity { recipients: 1, segments: 2, tokens: 0 } @+5715550100 CO SM2",
                "04:02:00 out service Failed window 04:00:00 @+5715550100 CO SM3",
            ]
        );
        assert_eq!(log.report.files[0].read_as, read_as);
        assert_eq!(log.report.unmarked, 2);
    }
}

#[test]
fn gupshup() {
    let text = r#"{"app":"demo","timestamp":1791000000000,"version":2,"type":"message","payload":{"id":"in1","source":"573005550101","type":"text","payload":{"text":"Hi"}}}
{"app":"demo","timestamp":1791000410123,"version":2,"type":"message-event","payload":{"id":"7b-01","type":"enqueued","destination":"573005550101"}}
{"app":"demo","timestamp":1791000420123,"version":2,"type":"message-event","payload":{"id":"wamid.7","gsId":"7b-01","type":"delivered","destination":"573005550101","payload":{"ts":1791000420}}}
{"app":"demo","timestamp":1791000421000,"version":2,"type":"billing-event","payload":{"deductions":{"type":"regular","model":"PMP","source":"whatsapp","billable":true,"category":"service"},"references":{"id":"wamid.7","gsId":"7b-01","destination":"573005550101"}}}
{"app":"demo","timestamp":1791000500000,"version":2,"type":"billing-event","payload":{"deductions":{"type":"FEP","model":"CBP","billable":"false"},"references":{"id":"wamid.8","gsId":"7b-02","destination":"573005550101"}}}"#;
    let mut log = log("gupshup.ndjson", text);
    assert_eq!(
        lines(&mut log),
        [
            "04:00:00 in @demo CO in1",
            "04:07:00 out service Delivered window 04:00:00 sent 04:06:50 @demo CO 7b-01 [Regular service]",
            "04:08:20 out service Delivered window 04:00:00 @demo CO 7b-02 [FreeEntryPoint service]",
        ]
    );
    assert!(log.report.notes[0].starts_with("1 messages are known by their price only"), "{:?}", log.report.notes);
}

#[test]
fn infobip() {
    let text = r#"{"results":[
        {"messageId":"i0","from":"573005550101","to":"5715550100","receivedAt":"2026-10-03T04:00:00.000+0000","message":{"type":"TEXT","text":"Hi"}},
        {"messageId":"i1","to":"573005550101","from":"5715550100","sentAt":"2026-10-03T04:01:00.000+0000","doneAt":"2026-10-03T04:01:02.000+0000","messageCount":1,"price":{"pricePerMessage":0.01,"currency":"EUR"},"status":{"groupId":3,"groupName":"DELIVERED"}},
        {"messageId":"i2","to":"573005550101","from":"5715550100","sentAt":"2026-10-03T04:02:00.000+0000","doneAt":"2026-10-03T04:02:02.000+0000","status":{"groupName":"UNDELIVERABLE"}}]}"#;
    let mut log = one("infobip.json", text).open(&with("", "free-form")).expect("a log");
    assert_eq!(
        lines(&mut log),
        [
            "04:00:00 in @5715550100 CO i0",
            "04:01:02 out service Delivered window 04:00:00 sent 04:01:00 @5715550100 CO i1",
            "04:02:00 out service Failed window 04:00:00 @5715550100 CO i2",
        ]
    );
}

#[test]
fn bird_and_ycloud() {
    let bird = r#"[{"id":"b1","conversationId":"k","channelId":"ch","platform":"whatsapp","to":"+5715550100","from":"+573005550101","direction":"received","status":"received","type":"text","createdDatetime":"2026-10-03T04:00:00Z"},
        {"id":"b2","conversationId":"k","channelId":"ch","platform":"whatsapp","from":"+5715550100","to":"+573005550101","direction":"sent","status":"delivered","type":"text","createdDatetime":"2026-10-03T04:01:00Z"},
        {"id":"b3","conversationId":"k","channelId":"ch","platform":"sms","from":"+5715550100","to":"+573005550101","direction":"sent","status":"delivered","type":"text","createdDatetime":"2026-10-03T04:01:00Z"}]"#;
    let mut log = one("bird.json", bird).open(&with("", "free-form")).expect("a log");
    assert_eq!(lines(&mut log), ["04:00:00 in @ch CO b1", "04:01:00 out service Delivered window 04:00:00 @ch CO b2"]);
    assert_eq!(log.report.no_messages["messages of other channels"], 1);
    let ycloud = r#"{"id":"e1","type":"whatsapp.inbound_message.received","createTime":"2026-10-03T04:00:01Z","whatsappInboundMessage":{"id":"a","wamid":"w.in","wabaId":"wa","from":"+573005550101","to":"+5715550100","sendTime":"2026-10-03T04:00:00Z","type":"text"}}
{"id":"e2","type":"whatsapp.message.updated","createTime":"2026-10-03T04:01:03Z","whatsappMessage":{"id":"b","wamid":"w.out","wabaId":"wa","from":"+5715550100","to":"+573005550101","status":"delivered","type":"text","sendTime":"2026-10-03T04:01:00Z","deliverTime":"2026-10-03T04:01:02Z","pricingCategory":"service","pricingType":"regular","totalPrice":0.0008,"currency":"USD"}}
{"id":"e3","type":"whatsapp.message.updated","createTime":"2026-10-03T04:01:01Z","whatsappMessage":{"id":"b","wamid":"w.out","wabaId":"wa","from":"+5715550100","to":"+573005550101","status":"sent","type":"text","sendTime":"2026-10-03T04:01:00Z"}}
{"id":"e4","type":"whatsapp.smb.message.echoes","createTime":"2026-10-03T04:02:00Z","whatsappMessage":{"id":"c","wamid":"w.app","wabaId":"wa","from":"+5715550100","to":"+573005550101","sendTime":"2026-10-03T04:02:00Z","type":"text"}}"#;
    let mut log = super::desk::log("ycloud.ndjson", ycloud);
    assert_eq!(
        lines(&mut log),
        [
            "04:00:00 in @+5715550100 CO w.in",
            "04:01:02 out service Delivered window 04:00:00 sent 04:01:00 @+5715550100 CO w.out [Regular service]",
            "04:02:00 out app Delivered window 04:00:00 @+5715550100 CO w.app",
        ]
    );
}

#[test]
fn chatwoot() {
    let csv = "id,content,message_type,private,status,created_at,account_id,inbox_id,conversation_id,sender_type,source_id,content_attributes,additional_attributes,phone_number\n\
        1,Hi,0,false,0,2026-10-03 04:00:00,1,4,9,Contact,wamid.A,{},{},+573005550101\n\
        2,note,1,true,0,2026-10-03 04:00:10,1,4,9,User,,{},{},+573005550101\n\
        3,Hello,1,false,1,2026-10-03 04:00:20,1,4,9,User,wamid.B,{},{},+573005550101\n\
        4,assigned,2,false,0,2026-10-03 04:00:30,1,4,9,,,{},{},+573005550101\n\
        5,We are closed,3,false,2,2026-10-03 04:00:40,1,4,9,,wamid.C,{},{},+573005550101\n\
        6,promo,1,false,3,2026-10-03 04:00:50,1,4,9,AgentBot,wamid.D,{},\"{\"\"template_params\"\":{\"\"name\"\":\"\"x\"\",\"\"category\"\":\"\"MARKETING\"\"}}\",+573005550101\n\
        7,by phone,1,false,1,2026-10-03 04:01:00,1,4,9,User,wamid.E,\"{\"\"external_echo\"\":true}\",{},+573005550101\n";
    let mut log = log("chatwoot.csv", csv);
    assert_eq!(
        lines(&mut log),
        [
            "04:00:00 in @4 CO wamid.A",
            "04:00:20 out service Delivered window 04:00:00 @4 CO wamid.B by User",
            "04:00:40 out service Delivered window 04:00:00 @4 CO wamid.C",
            "04:00:50 out marketing Failed window 04:00:00 @4 CO wamid.D by AgentBot",
            "04:01:00 out app Delivered window 04:00:00 @4 CO wamid.E by User",
        ]
    );
    assert_eq!(
        (log.report.no_messages["private notes"], log.report.no_messages["activity lines"], log.report.local_times),
        (1, 1, 5)
    );
}

#[test]
fn zammad_and_intercom() {
    let zammad = "id,ticket_id,type,sender,internal,from,to,created_at,message_id,preferences\n\
        1,70,whatsapp message,Customer,false,Ana (+573005550101),Shop,2026-10-03T04:00:00Z,m1,\n\
        2,70,whatsapp message,Agent,false,Shop,Ana (+573005550101),2026-10-03T04:01:00Z,m2,\"{\"\"whatsapp\"\":{\"\"timestamp_sent\"\":\"\"1791000060\"\",\"\"timestamp_delivered\"\":\"\"1791000062\"\"}}\"\n\
        3,70,note,Agent,true,Shop,,2026-10-03T04:02:00Z,,\n";
    let mut log = one("zammad.csv", zammad).open(&with("", "free-form")).expect("a log");
    assert_eq!(
        lines(&mut log),
        ["04:00:00 in @main CO m1", "04:01:02 out service Delivered window 04:00:00 sent 04:01:00 @main CO m2"]
    );
    let intercom = r#"{"id":"cv","created_at":1791000000,"source":{"type":"whatsapp","id":"s1","author":{"type":"user","id":"u"}},"contacts":{"contacts":[{"id":"u1"}]},
        "conversation_parts":{"conversation_parts":[
          {"id":"p1","part_type":"assignment","created_at":1791000010,"author":{"type":"admin"}},
          {"id":"p2","part_type":"comment","created_at":1791000020,"author":{"type":"bot"}}]}}"#;
    let mut log = one("intercom.json", intercom).open(&with("country:=CO", "free-form")).expect("a log");
    assert_eq!(
        lines(&mut log),
        ["04:00:00 in @main CO s1", "04:00:20 out service Delivered window 04:00:00 @main CO p2 by bot"]
    );
}

#[test]
fn front() {
    let csv = "Message ID,Conversation ID,Segment,Direction,Status,Inbox,Message date,Autoreply,Attributed to,Author,Contact handle\n\
        msg_1,cnv_1,1,Inbound,Archived,WhatsApp CO,2026-10-03 04:00:00,No,,,+57 300 555 0101\n\
        msg_2,cnv_1,1,Outbound,Archived,WhatsApp CO,2026-10-03 04:00:10,Yes,,,+57 300 555 0101\n\
        msg_3,cnv_1,1,Outbound,Archived,WhatsApp CO,2026-10-03 04:05:00,No,Ana,Ana,+57 300 555 0101\n\
        msg_4,cnv_2,1,Inbound,Open,Sales,2026-10-03 04:06:00,No,,,ben@example.com\n";
    let mut log = one("front.csv", csv).open(&with("", "free-form")).expect("a log");
    assert_eq!(
        lines(&mut log),
        [
            "04:00:00 in @WhatsApp CO CO msg_1",
            "04:00:10 out service Delivered window 04:00:00 @WhatsApp CO CO msg_2 by autoreply",
            "04:05:00 out service Delivered window 04:00:00 @WhatsApp CO CO msg_3 by Ana",
        ]
    );
    assert_eq!(log.report.files[0].read_as, "Front messages, separated by commas");
    assert_eq!(log.report.no_messages["messages of other channels"], 1);
    assert_eq!(log.origins, ["", "Ana", "autoreply"]);
    assert_eq!((log.report.local_times, log.report.local_zone.clone()), (3, ("UTC".to_string(), false)));
}

#[test]
fn gorgias() {
    let text = r#"{"data":[
        {"id":1,"ticket_id":7,"external_id":null,"public":true,"channel":"whatsapp","via":"whatsapp","from_agent":false,"sender":{"id":5},"receiver":null,
         "source":{"type":"whatsapp-message","from":{"address":"+573005550101"},"to":[{"address":"+5715550100"}]},
         "created_datetime":"2026-10-03T04:00:00+00:00","sent_datetime":"2026-10-03T03:59:59+00:00","failed_datetime":null},
        {"id":2,"ticket_id":7,"public":true,"channel":"whatsapp","via":"helpdesk","from_agent":true,"sender":{"id":1},"receiver":{"id":5},
         "source":{"type":"whatsapp-message","from":{"address":"+5715550100"},"to":[{"address":"+573005550101"}]},
         "created_datetime":"2026-10-03T04:01:00+00:00","sent_datetime":"2026-10-03T04:01:02+00:00","failed_datetime":null},
        {"id":3,"ticket_id":7,"public":true,"channel":"whatsapp","via":"rule","from_agent":true,
         "source":{"type":"whatsapp-message","from":{"address":"+5715550100"},"to":[{"address":"+573005550101"}]},
         "created_datetime":"2026-10-03T04:02:00+00:00","sent_datetime":null,"failed_datetime":"2026-10-03T04:02:01+00:00"},
        {"id":4,"ticket_id":7,"public":false,"channel":"internal-note","via":"helpdesk","from_agent":true,"created_datetime":"2026-10-03T04:03:00+00:00","sent_datetime":null},
        {"id":5,"ticket_id":8,"public":true,"channel":"email","via":"email","from_agent":false,"created_datetime":"2026-10-03T04:04:00+00:00","sent_datetime":null}]}"#;
    let mut log = one("gorgias.json", text).open(&with("", "free-form")).expect("a log");
    assert_eq!(
        lines(&mut log),
        [
            "04:00:00 in @+5715550100 CO 1",
            "04:01:02 out service Delivered window 04:00:00 @+5715550100 CO 2 by helpdesk",
            "04:02:00 out service Failed window 04:00:00 @+5715550100 CO 3 by rule",
        ]
    );
    assert_eq!(log.report.files[0].read_as, "Gorgias messages, JSON");
    assert_eq!(log.report.no_messages["private notes"], 1);
    assert_eq!(log.report.no_messages["messages of other channels"], 1);
}

#[test]
fn highlevel() {
    let text = r#"{"type":"InboundMessage","locationId":"loc1","messageId":"m1","contactId":"c1","conversationId":"v1","messageType":"TYPE_WHATSAPP","direction":"inbound","status":"delivered","dateAdded":"2026-10-03T04:00:00.000Z","from":"+573005550101","to":"+5715550100"}
{"type":"OutboundMessage","locationId":"loc1","messageId":"m2","contactId":"c1","conversationId":"v1","messageType":"TYPE_WHATSAPP","direction":"outbound","status":"sent","dateAdded":"2026-10-03T04:05:00.000Z","from":"+5715550100","to":"+573005550101","source":"workflow"}
{"type":"OutboundMessage","locationId":"loc1","messageId":"m2","contactId":"c1","conversationId":"v1","messageType":"TYPE_WHATSAPP","direction":"outbound","status":"read","dateAdded":"2026-10-03T04:05:00.000Z","from":"+5715550100","to":"+573005550101","source":"workflow"}
{"type":"OutboundMessage","locationId":"loc1","messageId":"m3","contactId":"c1","conversationId":"v1","messageType":"TYPE_SMS","direction":"outbound","status":"sent","dateAdded":"2026-10-03T04:06:00.000Z"}"#;
    let mut log = one("hl.ndjson", text).open(&with("", "free-form")).expect("a log");
    assert_eq!(
        lines(&mut log),
        [
            "04:00:00 in @+5715550100 CO m1",
            "04:05:00 out service Delivered window 04:00:00 @+5715550100 CO m2 by workflow",
        ]
    );
    assert_eq!(log.report.files[0].read_as, "HighLevel messages, one JSON value a line");
    assert_eq!((log.report.duplicates, log.report.no_messages["messages of other channels"]), (1, 1));
    assert_eq!(log.origins, ["", "workflow"]);
}

#[test]
fn bots_own_tables_and_mappings() {
    let bot = r#"{"phone":"573005550101","role":"user","body":"Hi","wamid":"w1","created_at":"2026-10-03T04:00:00+0000","origin":null}
{"phone":"573005550101","role":"assistant","body":"Hello","wamid":"w2","status":"delivered","pricing_category":"service","pricing_type":"free_customer_service","pricing_billable":false,"created_at":"2026-10-03T04:00:05+0000","origin":"bot"}"#;
    let mut log = log("bot.ndjson", bot);
    assert_eq!(
        lines(&mut log),
        [
            "04:00:00 in @main CO w1",
            "04:00:05 out service Delivered window 04:00:00 @main CO w2 [FreeCustomerService service] by bot"
        ]
    );
    let own = "wann;wer;richtung;art\n03.10.2026 06:00;0057 300 5550101;kommt;\n03.10.2026 06:05;0057 300 5550101;geht;Werbung\n";
    let file = "time_format = \"%d.%m.%Y %H:%M\"\nzone = \"Europe/Berlin\"\n[columns]\ntime = \"wann\"\nphone = \"wer\"\ndirection = \"richtung\"\ncategory = \"art\"\n\
        [constants]\nnumber = \"Laden\"\n[words.direction]\nkommt = \"in\"\ngeht = \"out\"\n[words.category]\nWerbung = \"marketing\"\n";
    let by_file = Mapping::parse("map.toml", file).expect("a mapping");
    let mut by_words = Mapping::default();
    by_words
        .add("time=wann,phone=wer,direction=richtung,category=art,number:=Laden,direction.in=kommt,direction.out=geht")
        .expect("good");
    by_words.add("category.marketing=Werbung,time_format=%d.%m.%Y %H:%M,zone=Europe/Berlin").expect("good");
    assert_eq!(by_file, by_words);
    let mut log = one("own.csv", own).open(&Options { mapping: Some(by_file), ..Options::default() }).expect("a log");
    let found: Vec<String> = lines(&mut log).iter().map(|l| l.split(" ~").next().unwrap_or("").to_string()).collect();
    assert_eq!(found, ["04:00:00 in @Laden CO", "04:05:00 out marketing Delivered window 04:00:00 @Laden CO"]);
}

#[test]
fn chats_of_the_phone_app() {
    let iphone = "\u{200e}[03.10.26, 14:05:09] My Shop: \u{200e}Messages are encrypted.\n[03.10.26, 14:06:00] +57 300 5550101: Is it open\non Sunday?\n[23.10.26, 14:07:00] My Shop: Yes\n";
    let android = "10/3/26, 2:05\u{202f}PM - Messages are encrypted. Tap to learn more.\n10/23/26, 2:06 PM - Ana: Hi\n10/23/26, 2:07 PM - My Shop: Yes\n";
    let options = with("number:=My Shop,country:=CO,zone=America/Bogota", "ask");
    let mut log = one("chat.txt", iphone).open(&options).expect("a log");
    let found: Vec<String> = lines(&mut log).iter().map(|l| l.split(" ~").next().unwrap_or("").to_string()).collect();
    assert_eq!(
        found,
        [
            "19:05:09 out service Delivered window never @My Shop CO",
            "19:06:00 in @My Shop CO",
            "+20d 19:07:00 out service Delivered window 19:06:00 @My Shop CO",
        ]
    );
    let mut log = one("chat.txt", android).open(&options).expect("a log");
    assert_eq!((lines(&mut log).len(), log.report.no_messages["system lines"]), (2, 1));
    assert_eq!(log.report.files[0].read_as, "chat exported from the phone app (an estimate)");
}

#[test]
fn counts_of_the_platform() {
    let text = r#"{"pricing_analytics":{"data":[{"data_points":[
        {"start":1791003600,"end":1791090000,"country":"CO","pricing_type":"REGULAR","pricing_category":"SERVICE","volume":412,"cost":0.3296},
        {"start":1791003600,"end":1791090000,"country":"CO","tier":"0:100000","pricing_type":"REGULAR","pricing_category":"UTILITY","volume":90,"cost":0.072},
        {"start":1791003600,"end":1791090000,"country":"CO","pricing_type":"FREE_NEW","pricing_category":"UTILITY","volume":1}]}]},"id":"1000001"}"#;
    let desk = Desk::new(&[("counts.json", text.as_bytes())]);
    let found = counts(&desk.path(0)).expect("counts").expect("these are counts");
    assert_eq!((found.rows.len(), found.account.as_str()), (3, "1000001"));
    let service = &found.rows[0];
    assert_eq!(
        (service.category, service.kind, service.volume, service.cost),
        (Some(Class::Service), Some(VerdictType::Regular), 412, Some(329_600_000))
    );
    assert_eq!((service.from, service.country.as_str(), service.tier.as_str()), (1_791_003_600_000_000, "CO", ""));
    assert_eq!(found.rows[1].tier, "0:100000");
    assert_eq!(found.rows[2].kind, Some(VerdictType::Unknown));
    assert_eq!(
        found.notes,
        [
            "pricing_type `FREE_NEW` is not known",
            "the dimension PHONE was not asked for: quotas and markets are not exact without it"
        ]
    );
    let old = r#"{"pricing_analytics":{"data_points":[{"start":1791003600,"end":1791090000,"volume":1,"phone_number":"5715550100","country":"CO"}]}}"#;
    let desk = Desk::new(&[("old.json", old.as_bytes())]);
    assert_eq!(counts(&desk.path(0)).expect("counts").expect("these are counts").rows[0].number, "5715550100");
}
