import Discussion
import JSONValues
import Store
import Wire

/// `moderation.report`: the moderation queue report.
struct MakeReport: UseCase {
    /// How far a report goes back unless told otherwise.
    private static let defaultDays: Int64 = 7

    private let site: String
    private let since: Moment?
    private let until: Moment?
    private let sections: [ReportSection]

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        since = try arguments.time("since")
        until = try arguments.time("until")
        if let since, let until, since > until {
            throw .invalid("since", "must not be after until")
        }
        sections =
            arguments.texts("sections").map { $0.compactMap { ReportSection(rawValue: $0) } }
            ?? ReportSection.allCases
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        // What happens in this very millisecond belongs to a report of now.
        let until = self.until ?? work.now.adding(milliseconds: 1)
        let week = Self.defaultDays * 86_400_000
        let start = Moment(milliseconds: max(0, until.milliseconds - week))
        let since = self.since ?? start
        if since > until { throw Refusal.invalid("since", "must not be after until") }
        let site = try work.store.site(named: site)
        let report = Report(
            store: work.store, siteID: site?.id ?? 0, since: since, until: until, now: work.now)
        try json.object { json in
            json.member("site", self.site)
            json.member("since", since.text)
            json.member("until", until.text)
            json.member("made_at", work.now.text)
            for section in ReportSection.allCases where sections.contains(section) {
                json.name(dynamic: section.rawValue)
                switch section {
                case .now: try report.writeNow(to: &json)
                case .flow: try report.writeFlow(to: &json)
                case .rules: try report.writeRules(to: &json)
                case .moderators: try report.writeModerators(to: &json)
                case .readers: try report.writeReaders(to: &json)
                }
            }
        }
    }
}

/// The sections of one report.
private struct Report {
    let store: Store
    /// 0 for a site that nobody has used yet: it has no rows.
    let siteID: Int64
    let since: Moment
    let until: Moment
    let now: Moment

    func writeNow(to json: inout JSONWriter) throws {
        let totals = try store.queueTotals(of: siteID)
        let oldest = try CaseState.allCases.compactMap { state in
            try store.casesByAge(
                of: siteID, state: state, oldestFirst: true, after: nil, limit: 1
            ).first
        }.min { ($0.since, $0.commentID) < ($1.since, $1.commentID) }
        let ages = try store.queueAges(of: siteID, at: now)
        let reasons = try store.waitingReasons(of: siteID)
        json.object { json in
            json.member("pending", totals.pending)
            json.member("flagged", totals.flagged)
            json.member(
                "oldest_waiting_s",
                orNull: oldest.map {
                    Int(max(0, now.milliseconds - $0.since.milliseconds) / 1000)
                })
            json.member("oldest_id", orNull: oldest?.commentID.text)
            json.name("ages")
            json.array { json in
                for band in ages {
                    json.object { json in
                        json.member("under_s", orNull: band.under)
                        json.member("pending", band.pending)
                        json.member("flagged", band.flagged)
                    }
                }
            }
            json.name("reasons")
            json.array { json in
                for reason in reasons {
                    json.object { json in
                        json.member("kind", reason.kind.rawValue)
                        json.member("name", orNull: reason.name)
                        json.member("waiting", reason.waiting)
                    }
                }
            }
        }
    }

    func writeFlow(to json: inout JSONWriter) throws {
        let days = try store.flow(of: siteID, from: since, to: until)
        json.array { json in
            for day in days {
                json.object { json in
                    json.member("day", CivilDate(day: day.day).text)
                    json.member("submitted", day.submitted)
                    json.name("by_rules")
                    json.object { json in
                        json.member("approved", day.byRules[.approved] ?? 0)
                        json.member("pending", day.byRules[.pending] ?? 0)
                        json.member("rejected", day.byRules[.rejected] ?? 0)
                        json.member("spam", day.byRules[.spam] ?? 0)
                    }
                    json.name("by_hand")
                    json.object { json in
                        json.member("approved", day.byHand[.approved] ?? 0)
                        json.member("rejected", day.byHand[.rejected] ?? 0)
                        json.member("spam", day.byHand[.spam] ?? 0)
                        json.member("deleted", day.byHand[.deleted] ?? 0)
                        json.member("other", day.others)
                    }
                }
            }
        }
    }

    func writeRules(to json: inout JSONWriter) throws {
        let rules = try store.ruleRecords(of: siteID, from: since, to: until)
        json.array { json in
            for rule in rules {
                json.object { json in
                    json.member("rule", rule.rule)
                    json.member("hits", rule.hits)
                    json.member("dry_run_hits", rule.dryRunHits)
                    json.member("overturned", rule.overturned)
                }
            }
        }
    }

    func writeModerators(to json: inout JSONWriter) throws {
        let moderators = try store.moderatorRecords(of: siteID, from: since, to: until)
        json.array { json in
            for moderator in moderators {
                json.object { json in
                    json.member("moderator", moderator.moderator)
                    json.member("decisions", moderator.decisions)
                    json.member("median_s", orNull: moderator.median.map { Int($0 / 1000) })
                    json.member("p95_s", orNull: moderator.p95.map { Int($0 / 1000) })
                }
            }
        }
    }

    func writeReaders(to json: inout JSONWriter) throws {
        let flags = try store.flagCount(of: siteID, from: since, to: until)
        let threads = try store.mostFlaggedThreads(of: siteID, from: since, to: until)
        let authors = try store.mostFlaggedAuthors(of: siteID, from: since, to: until)
        json.object { json in
            json.member("flags", flags)
            json.name("threads")
            json.array { json in
                for thread in threads {
                    json.object { json in
                        json.member("thread", thread.name)
                        json.member("flags", thread.flags)
                    }
                }
            }
            json.name("authors")
            json.array { json in
                for author in authors {
                    json.object { json in
                        json.member("person", author.name)
                        json.member("flags", author.flags)
                        json.member("comments", author.comments)
                    }
                }
            }
        }
    }
}
