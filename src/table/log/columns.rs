//! Columns of the tables that `bill` writes: name, unit, meaning.

use super::super::columns::{Column, TableColumns};

const fn c(name: &'static str, unit: &'static str, meaning: &'static str) -> Column {
    Column { name, unit, meaning }
}

const TARIFF: Column = c("tariff", "text", "billed under this tariff");
const MONTH: Column = c("month", "text", "YYYY-MM in the account's zone");
const ACCOUNT: Column = c("account", "text", "account");
const NUMBER: Column = c("number", "text", "business number");
const CATEGORY: Column = c("category", "text", "billing class of the message");
const CURRENCY: Column = c("currency", "text", "ISO 4217 code of the amounts");
const MESSAGES: Column = c("messages", "messages", "messages");
const CHARGED: Column = c("charged", "messages", "of these charged");
const UNRATED: Column = c("unrated", "messages", "of these unrated: their price is in no amount");
const AMOUNT: Column = c("amount", "currency", "money, exact");
const FILE: Column = c("file", "text", "file, by its name");
const ROW: Column = c("row", "1", "row in the file; the first row after a header is 1");
const ID: Column = c("id", "text", "id of the message");
const TIME: Column = c("time", "UTC", "delivery, RFC 3339");

/// Every table of `bill`, in the order in which they are written.
pub const LOG_TABLES: &[TableColumns] = &[
    TableColumns {
        name: "bill",
        meaning: "one auditable line of a real log's bill; the sum of the lines is the bill",
        columns: &[
            TARIFF,
            MONTH,
            c("business", "text", "portfolio"),
            ACCOUNT,
            NUMBER,
            c("market", "text", "market or country of the rate"),
            CATEGORY,
            c("rule", "text", "rule of the tariff that decided; `mark-up` and `tax` are lines of their own"),
            c("tier", "text", "volume tier, empty if none"),
            c("rate", "currency", "price of one unit; empty = unrated"),
            c("basis", "text", "where the rate comes from"),
            CURRENCY,
            MESSAGES,
            CHARGED,
            UNRATED,
            AMOUNT,
        ],
    },
    TableColumns {
        name: "comparison",
        meaning: "one row a part of the log and tariff: what it costs, and what it costs under the baseline",
        columns: &[
            c("by", "text", "`all`, `month`, `account`, `number`, `country`, `category`"),
            c("name", "text", "name of the part"),
            TARIFF,
            c("baseline", "text", "tariff it is compared with"),
            CURRENCY,
            MESSAGES,
            CHARGED,
            UNRATED,
            AMOUNT,
            c("baseline_amount", "currency", "money under the baseline; empty in another currency"),
            c("difference", "currency", "amount minus baseline_amount"),
            c("reading", "text", "`wins` pays less than under the baseline, `loses` more, `equal`"),
        ],
    },
    TableColumns {
        name: "origins",
        meaning: "one row a tariff, origin of the log (bot, human, campaign …) and category",
        columns: &[
            TARIFF,
            c("origin", "text", "the log's own word; empty = none given"),
            CATEGORY,
            CURRENCY,
            MESSAGES,
            CHARGED,
            UNRATED,
            AMOUNT,
        ],
    },
    TableColumns {
        name: "import",
        meaning: "what reading the log found: rows used, rows kept out and why",
        columns: &[
            c("what", "text", "what was counted"),
            c("rows", "rows", "how many"),
            c("examples", "text", "the first ones, `file:row`"),
        ],
    },
    TableColumns {
        name: "verdicts",
        meaning: "the platform's own word on each message against ours, by reason of the difference",
        columns: &[
            TARIFF,
            c("reason", "text", "`agrees`, or why the two differ"),
            MESSAGES,
            c("amount", "currency", "what we ask for these messages"),
            CURRENCY,
        ],
    },
    TableColumns {
        name: "verdict_examples",
        meaning: "the first messages of each difference",
        columns: &[
            c("reason", "text", "why the two differ"),
            FILE,
            ROW,
            ID,
            TIME,
            c("ours", "text", "our rule, and what it asks"),
            c("theirs", "text", "the platform's word"),
        ],
    },
    TableColumns {
        name: "sent_earlier",
        meaning: "charged messages that would have been free had they been sent before the customer's window closed",
        columns: &[
            TARIFF,
            NUMBER,
            c("earlier", "text", "they came at most so much too late (and more than the row before)"),
            c("within_s", "s", "upper edge of that bin; 0 in the last one, which has none"),
            CURRENCY,
            MESSAGES,
            AMOUNT,
        ],
    },
    TableColumns {
        name: "fan_out",
        meaning: "answers by number of messages: what one customer message draws",
        columns: &[
            NUMBER,
            c("size", "messages", "messages of one answer; 20 holds everything above"),
            c("answers", "answers", "answers of this size"),
            c("messages", "messages", "messages in them"),
        ],
    },
    TableColumns {
        name: "dearest_answers",
        meaning: "the answers that cost most under each tariff",
        columns: &[
            TARIFF,
            FILE,
            ROW,
            ID,
            TIME,
            NUMBER,
            c("messages", "messages", "messages of the answer"),
            c("charged", "messages", "of these charged"),
            CURRENCY,
            AMOUNT,
        ],
    },
    TableColumns {
        name: "merged",
        meaning: "the log billed anew with messages joined that were sent close together",
        columns: &[
            TARIFF,
            c("within", "text", "joined if sent within this time of the one before"),
            c("within_s", "s", "the same in seconds"),
            CURRENCY,
            c("messages", "messages", "messages left"),
            c("joined", "messages", "messages joined to the one before"),
            c("amount", "currency", "bill with joined messages"),
            c("as_sent", "currency", "bill of the log as it is"),
            c("saved", "currency", "as_sent minus amount"),
        ],
    },
    TableColumns {
        name: "quotas",
        meaning: "free messages of a month: when they were used up, what is left",
        columns: &[
            TARIFF,
            MONTH,
            ACCOUNT,
            c("number", "text", "business number, or account whose quota it is"),
            c("used", "messages", "messages that the quota covered"),
            c("unused", "messages", "left at the end of the month; they lapse"),
            c("used_up", "UTC", "the first charged message that the quota no longer covered; empty = never"),
            c("after", "messages", "messages charged after that"),
            c("next", "currency", "price of the first of them"),
            c(
                "second_number_saves",
                "currency",
                "the log billed anew with the customers of each number over two numbers",
            ),
            CURRENCY,
        ],
    },
    TableColumns {
        name: "quota_days",
        meaning: "how the free messages of each number were used up over the days",
        columns: &[
            TARIFF,
            NUMBER,
            c("day", "text", "YYYY-MM-DD, local day of the account"),
            c("used", "messages", "covered since the month began"),
            c("charged", "messages", "charged for want of quota since the month began"),
        ],
    },
    TableColumns {
        name: "readings",
        meaning: "the bill under another reading of what the platform's pages leave open",
        columns: &[
            TARIFF,
            c("setting", "text", "what is open"),
            c("chosen", "text", "the reading billed"),
            c("other", "text", "the other reading"),
            CURRENCY,
            c("amount", "currency", "bill under the other reading"),
            c("as_billed", "currency", "the bill"),
            c("difference", "currency", "amount minus as_billed"),
        ],
    },
    TableColumns {
        name: "analytics",
        meaning: "the bill of the platform's counts (pricing_analytics) beside the platform's own charges and costs",
        columns: &[
            TARIFF,
            MONTH,
            ACCOUNT,
            NUMBER,
            c("market", "text", "market or country of the rate"),
            CATEGORY,
            MESSAGES,
            CHARGED,
            AMOUNT,
            CURRENCY,
            c("platform_messages", "messages", "messages that the platform counted"),
            c("platform_charged", "messages", "of these charged, by the platform"),
            c("platform_cost", "account's currency", "the platform's approximate cost; empty = it did not say"),
            c("difference", "currency", "amount minus platform_cost"),
        ],
    },
];

/// `bill_lines`, written on request: one row a message of the business and tariff.
pub const LINE_TABLE: TableColumns = TableColumns {
    name: "bill_lines",
    meaning: "one row a message of the business and tariff; the sum of the amounts is the bill",
    columns: &[
        ID,
        TIME,
        TARIFF,
        c("market", "text", "market or country of the rate"),
        CATEGORY,
        c("rule", "text", "rule of the tariff that decided"),
        c("charged", "messages", "1 if the message was charged, else 0"),
        c("rate", "currency", "price of one unit; empty = unrated"),
        AMOUNT,
        CURRENCY,
    ],
};
