require 'openssl'

TOLERANCE_SECONDS = 300

# Raises unless body, the bytes as they came, was signed with secret (whsec_...) just now.
def verify(headers, body, secret)
  id = headers['webhook-id'].to_s
  timestamp = headers['webhook-timestamp'].to_s
  if timestamp !~ /\A\d+\z/ || (Time.now.to_i - timestamp.to_i).abs > TOLERANCE_SECONDS
    raise ArgumentError, 'The delivery is too old, or has no time.'
  end

  key = secret.delete_prefix('whsec_').unpack1('m')
  expected = 'v1,' + [OpenSSL::HMAC.digest('SHA256', key, "#{id}.#{timestamp}.".b + body.b)].pack('m0')
  # While a secret is rotated there is a signature of each: one of them must be right.
  given = headers['webhook-signature'].to_s.split(' ')
  return if given.any? { |signature| OpenSSL.secure_compare(signature, expected) }

  raise ArgumentError, 'No signature is right.'
end
