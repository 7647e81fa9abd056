import Discussion
import JSONValues
import Ranking

extension JSONWriter {
    /// Writes `rank`: a comment's score in an order, and what it was made of.
    mutating func writeRank(of tally: Tally, in order: Order, _ sums: GroundSums?) {
        name("rank")
        openObject()
        member("sort", order.sort.name)
        member("score", order.score(tally))
        if order.isFallback { member("fallback", order.decider.name) }
        switch order.decider {
        case .best, .top, .hot, .controversial:
            member("up", tally.up)
            member("down", tally.down)
        case .discussed:
            member("descendants", tally.descendants)
        case .newest, .oldest: break
        case .commonGround:
            if let fit = order.fit { writeGround(sums ?? GroundSums(), in: fit) }
        }
        if order.decider == .best {
            switch order.formulas.best {
            case .lowerBound: member("z", Scores.wilsonZ)
            case .quantile(let quantile): member("quantile", quantile)
            }
        }
        if order.sort == .hot { member("decay_s", order.formulas.hotDecaySeconds) }
        if order.sort == .hot || !order.sort.putsPinnedFirst {
            member("created_at", tally.id.createdAt)
        }
        if order.place(tally).pin == 0 { member("pinned", true) }
        closeObject()
    }

    /// Writes what a comment's common ground is made of: the votes of either side in numbers, never
    /// whose they are.
    mutating func writeGround(_ sums: GroundSums, in fit: Fit) {
        let standing = fit.scale.standing(sums)
        member("intercept", standing.intercept)
        member("factor", standing.factor)
        member("lower_bound", fit.scale.lowerBound(sums))
        member("fitted_at", fit.summary.fittedAt)
        name("sides")
        array { json in
            for side in [sums.low, sums.high] {
                json.object { json in
                    json.member("up", Int(side.up))
                    json.member("down", Int(side.down))
                }
            }
        }
    }
}

extension JSONWriter {
    /// How comments are ranked, for `server.status`.
    mutating func writeRanking(
        _ formulas: Formulas, isReranking: Bool, _ fits: [(site: String, fit: FitSummary)]
    ) {
        object { json in
            json.name("best")
            switch formulas.best {
            case .lowerBound: json.string("lower_bound")
            case .quantile(let quantile): json.object { $0.member("quantile", quantile) }
            }
            json.member("hot_decay_s", formulas.hotDecaySeconds)
            json.member("is_reranking", isReranking)
            json.name("fits")
            json.array { json in
                for (site, fit) in fits {
                    json.object { json in
                        json.member("site", site)
                        json.member("fitted_at", fit.fittedAt)
                        json.member("voters", fit.voters)
                        json.member("comments", fit.comments)
                        json.member("votes", fit.votes)
                        json.member("loss", fit.loss)
                        json.member("speaks", fit.speaks)
                        json.name("sides")
                        json.array { json in
                            json.integer(fit.low)
                            json.integer(fit.high)
                        }
                    }
                }
            }
        }
    }
}

extension Work {
    /// The order in which a site's comments stand in a sort.
    func order(by sort: Sort, in site: Site?) throws -> Order {
        Order(
            sort, try store.editions().formulas,
            fit: sort == .commonGround ? try site.flatMap { try store.fitInForce(of: $0.id) } : nil)
    }
}
