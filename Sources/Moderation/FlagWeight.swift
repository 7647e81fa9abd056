/// What a reader's flag weighs, by what became of their earlier ones.
///
/// The record is read as the beta reputation system does (A. Jøsang and R. Ismail, The Beta
/// Reputation System, 2002): flags that moderators agreed with and those they dismissed are
/// successes and failures, and with no prior knowledge the expected share of right flags is
/// (1 + agreed) / (2 + agreed + dismissed). Twice that is 1 for a newcomer and nears 0 for who is
/// always wrong; a cap keeps those who are mostly right from counting for many.
package enum FlagWeight {
    /// The unit that sums are kept in: whole numbers add up to the same in any order.
    package static let perOne = 1000

    /// The weight of one flag, in thousandths, at most `cap` of them.
    package static func thousandths(agreed: Int, dismissed: Int, cap: Int) -> Int {
        let (right, wrong) = (Double(max(0, agreed)), Double(max(0, dismissed)))
        let weight = 2 * (1 + right) / (2 + right + wrong)
        return min(cap, Int((weight * Double(perOne)).rounded()))
    }

    /// Thousandths as people read them: 3, 2.5, 0.667.
    package static func text(_ thousandths: Int) -> String {
        let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: perOne)
        guard rest != 0 else { return String(whole) }
        var digits = String(rest + perOne).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}
