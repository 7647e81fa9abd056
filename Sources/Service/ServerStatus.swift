import Discussion
import JSONValues
import Moderation
import Ranking
import Search
import Store
import Wire

/// `server.status`: how the server is, and its limits.
struct ServerStatus: UseCase {
    func apply(in work: Work, to json: inout JSONWriter) throws {
        let server = work.options.server
        let unindexed = try unindexed(in: work)
        let totals = try work.store.totals()
        let leftovers = try work.store.leftoverCount()
        let announcements = try work.store.announcementCount()
        let notices = (
            due: try work.store.noticeCount(.due, limit: Self.maxCounted),
            failed: try work.store.noticeCount(.failed, limit: Self.maxCounted)
        )
        let editions = try work.store.editions()
        let pages = try work.store.size()
        let fits = try work.store.fitsInForce(limit: Self.maxFits)
        json.object { json in
            json.member("version", server.version)
            let uptime = work.now.milliseconds - server.startedAt.milliseconds
            json.member("uptime_s", Int(max(0, uptime) / 1000))
            json.member("pid", server.pid)
            json.member("database", server.database)
            json.member("durability", server.durability)
            json.name("counts")
            json.object { json in
                json.member("sites", totals.sites)
                json.member("threads", totals.threads)
                json.member("persons", totals.persons)
                json.member("comments", totals.comments)
                json.member("votes", totals.ballots)
                json.member("pending", totals.pending)
                json.member("flagged", totals.flagged)
            }
            json.name("queues")
            json.object { json in
                for queue in work.options.queues() {
                    json.name(dynamic: queue.name)
                    json.integer(queue.depth)
                }
                if let unindexed { json.member("unindexed", unindexed) }
                json.member("recounts", leftovers)
                json.member("announcements", announcements)
                json.member("notices", notices.due)
                json.member("notices_failed", notices.failed)
            }
            let followers = work.options.followers()
            json.name("followers")
            json.object { json in
                json.member("now", followers.now)
                json.member("cut_off", followers.cutOff)
            }
            writeLimits(in: work, to: &json)
            json.member("rules", work.inForce.rules.version)
            json.writeStorage(server.database, pages)
            json.writeCounters(work.options.counters)
            json.name("ranking")
            json.writeRanking(
                editions.formulas, isReranking: editions.formulas != work.settings.ranking.formulas,
                fits)
            writeClassifiers(work.options.classifiers, to: &json)
        }
    }

    /// How far the search index is behind; nil where there is none.
    private func unindexed(in work: Work) throws -> Int? {
        guard let (index, mark) = try work.store.beginSearch() else { return nil }
        index.rollBack()
        return try work.store.unindexed(past: mark)
    }

    /// Notices are counted up to so many.
    static let maxCounted = 10_000
    /// At most so many fits are listed.
    static let maxFits = 200
    /// At most so many classifiers are listed.
    static let maxClassifiers = 200

    private func writeClassifiers(_ classifiers: ClassifiersInForce, to json: inout JSONWriter) {
        json.name("classifiers")
        json.array { json in
            for summary in classifiers.summaries(limit: Self.maxClassifiers) {
                json.object { json in
                    json.member("site", summary.site)
                    json.member("trait", summary.trait.rawValue)
                    json.member("version", summary.version)
                    json.member("positive", summary.examples.positive)
                    json.member("negative", summary.examples.negative)
                    json.member("learned_at", summary.learnedAt.text)
                }
            }
        }
    }

    private func writeLimits(in work: Work, to json: inout JSONWriter) {
        let (limits, windows) = (work.settings.limits, work.settings.windows)
        json.name("limits")
        json.object { json in
            json.member("max_line_bytes", limits.maxLineBytes)
            json.member("max_body_bytes", limits.maxBodyBytes)
            json.member("max_depth", limits.maxDepth)
            json.member("max_list", limits.maxList)
            json.member("max_in_flight_commands", limits.maxInFlightCommands)
            json.member("max_in_flight_bytes", limits.maxInFlightBytes)
            json.member("max_connections", limits.maxConnections)
            json.member("max_events", limits.maxEvents)
            json.member("max_follower_bytes", limits.maxFollowerBytes)
            json.member("max_batch", Incoming.maxBatch)
            json.member("max_nesting", StrictJSON.maxDepth)
            json.member("max_comments_in_reply", ListComments.maxComments)
            json.member("max_own_pending", Store.maxOwnPending)
            json.member("max_ranges", Store.maxRanges)
            json.member("max_classified_sites", ClassifiersInForce.maxSites)
            json.member("max_subscriptions", Store.maxSubscriptions)
            json.member("max_announcement_step", Announcing.subscriptions)
            json.member("max_notices_looked_at", ListNotifications.maxRows)
            json.member("max_recount_step", BallotRecount.ballots)
            json.member("max_move_step", Moving.comments)
            json.member("max_rerank_step", Reranking.ranks)
            json.member("max_fit_step", BringingIn.ballots)
            json.member("max_fit_votes", VoteMatrix.maxVotes)
            json.member("max_latest_scan", Store.maxScanned)
            json.member("max_search_terms", SearchQuery.maxTerms)
            json.member("max_search_units", SearchQuery.maxUnits)
            json.member("max_search_text_bytes", SearchText.maxBytes)
            json.member("max_search_work", SearchComments.maxWork)
            json.member("max_search_ms", SearchComments.maxMilliseconds)
            json.member("max_unindexed", SearchComments.maxChanges)
            json.member("max_anchored", Store.maxAnchored)
            json.member("max_anchor_text_bytes", LocateAnchors.maxTextBytes)
            json.member("max_anchor_work", LocateAnchors.maxWork)
            for limit in work.options.queueLimits {
                json.name(dynamic: limit.name)
                json.integer(limit.value)
            }
            json.member("max_revisions", Store.maxRevisions)
            json.member("max_pinned", SiblingSet.maxPinned)
            json.member("max_combining_marks", TextPolicy.maxCombiningMarks)
        }
        json.name("windows")
        json.object { json in
            json.member("edit_s", windows.editSeconds)
            json.member("delete_s", windows.deleteSeconds)
            json.member("lease_s", windows.leaseSeconds)
            json.member("key_s", windows.keySeconds)
            json.member("notice_s", windows.noticeSeconds)
            json.member("follow_stall_s", windows.followStallSeconds)
        }
        let flags = work.settings.flags
        json.name("flags")
        json.object { json in
            json.member("min_flaggers", flags.minFlaggers)
            json.member("hide_weight", flags.hideWeight)
            json.member("max_weight", flags.maxWeight)
        }
    }
}
