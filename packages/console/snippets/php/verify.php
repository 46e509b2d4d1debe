<?php

const TOLERANCE_SECONDS = 300;

/**
 * Throws unless $body, the bytes as they came (file_get_contents('php://input')), was signed with $secret (whsec_…)
 * just now.
 *
 * @param array<string, string> $headers by their names in lower case
 */
function verify(array $headers, string $body, string $secret): void
{
    $id = $headers['webhook-id'] ?? '';
    $timestamp = $headers['webhook-timestamp'] ?? '';
    if (!ctype_digit($timestamp) || abs(time() - (int) $timestamp) > TOLERANCE_SECONDS) {
        throw new RuntimeException('The delivery is too old, or has no time.');
    }

    $key = base64_decode(preg_replace('/^whsec_/', '', $secret), true);
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
    // While a secret is rotated there is a signature of each: one of them must be right.
    foreach (explode(' ', $headers['webhook-signature'] ?? '') as $signature) {
        if (hash_equals($expected, $signature)) {
            return;
        }
    }
    throw new RuntimeException('No signature is right.');
}
