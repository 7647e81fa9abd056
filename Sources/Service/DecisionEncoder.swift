import Discussion
import JSONValues

/// What the rules made of a text, as the wire shows it.
func writeDecision(
    status: Status, rules: Int, reasons: [Reason], to json: inout JSONWriter
) {
    json.openObject()
    json.member("status", status.name)
    json.member("rules", rules)
    json.name("reasons")
    writeReasons(reasons, to: &json)
    json.closeObject()
}

/// The hits of rules, in the rules' order.
func writeReasons(_ reasons: [Reason], to json: inout JSONWriter) {
    json.openArray()
    for reason in reasons {
        json.openObject()
        json.member("rule", reason.rule)
        json.member("action", reason.action.rawValue)
        json.member("detail", reason.detail)
        if let span = reason.span {
            json.name("span")
            json.openArray()
            json.integer(span.lowerBound)
            json.integer(span.upperBound)
            json.closeArray()
        }
        if reason.count > 1 {
            json.member("count", reason.count)
        }
        if let score = reason.score {
            json.member("score", score)
        }
        if reason.isDryRun {
            json.member("dry_run", true)
        }
        json.closeObject()
    }
    json.closeArray()
}
