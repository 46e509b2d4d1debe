package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"time"
)

const tolerance = 5 * time.Minute

// verify fails unless body, the bytes as they came, was signed with secret (whsec_…) just now.
// header reads a header by its name: request.Header.Get.
func verify(header func(string) string, body []byte, secret string) error {
	id, timestamp := header("webhook-id"), header("webhook-timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || time.Since(time.Unix(seconds, 0)).Abs() > tolerance {
		return errors.New("the delivery is too old, or has no time")
	}

	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + timestamp + "."))
	mac.Write(body)
	expected := mac.Sum(nil)
	// While a secret is rotated there is a signature of each: one of them must be right.
	for _, signature := range strings.Split(header("webhook-signature"), " ") {
		value, found := strings.CutPrefix(signature, "v1,")
		given, err := base64.StdEncoding.DecodeString(value)
		if found && err == nil && hmac.Equal(given, expected) {
			return nil
		}
	}
	return errors.New("no signature is right")
}
