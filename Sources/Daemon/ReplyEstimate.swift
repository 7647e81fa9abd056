import JSONValues
import Wire

/// How many bytes a reply may well come to, told from the request alone. It counts towards what a
/// conversation holds from the moment a command starts, so that a client cannot have many large
/// replies made before the first of them is counted.
enum ReplyEstimate {
    /// A comment with its rendering, mostly.
    private static let bytesPerItem = 4096
    /// Any other reply.
    private static let bytesPerReply = 512

    static func bytes(_ request: Request) -> Int {
        func number(_ name: String, _ usual: Int) -> Int {
            min(max(0, request.params[name]?.integer ?? usual), 1000)
        }
        switch request.method {
        case .commentList:
            let roots = number("limit", 20)
            let items = roots * (1 + number("depth", 1) * number("children", 3))
            return min(items, 5000) * bytesPerItem
        case .moderationQueue, .moderationHistory: return number("limit", 20) * bytesPerItem
        case .eventList: return number("limit", 20) * bytesPerReply
        case .rpcDiscover: return 64 << 10
        default: return bytesPerReply
        }
    }

    /// Of all commands of a line.
    static func bytes(_ incoming: Incoming) -> Int {
        let calls =
            switch incoming {
            case .single(let call): [call]
            case .batch(let calls): calls
            }
        return calls.reduce(0) { sum, call in
            guard case .request(let request) = call else { return sum + bytesPerReply }
            return sum + bytes(request)
        }
    }
}
