import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

final class Verify {
  private static final long TOLERANCE_SECONDS = 300;

  /** Throws unless body, the bytes as they came, was signed with secret (whsec_…) just now. Header names in lower case. */
  static void verify(Map<String, String> headers, byte[] body, String secret) throws GeneralSecurityException {
    String id = headers.getOrDefault("webhook-id", "");
    String timestamp = headers.getOrDefault("webhook-timestamp", "");
    if (!timestamp.matches("\\d{1,12}")
        || Math.abs(Instant.now().getEpochSecond() - Long.parseLong(timestamp)) > TOLERANCE_SECONDS)
      throw new GeneralSecurityException("The delivery is too old, or has no time.");

    byte[] key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
    byte[] expected = ("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body))).getBytes(StandardCharsets.UTF_8);
    // While a secret is rotated there is a signature of each: one of them must be right.
    for (String signature : headers.getOrDefault("webhook-signature", "").split(" "))
      if (MessageDigest.isEqual(signature.getBytes(StandardCharsets.UTF_8), expected)) return;
    throw new GeneralSecurityException("No signature is right.");
  }
}
